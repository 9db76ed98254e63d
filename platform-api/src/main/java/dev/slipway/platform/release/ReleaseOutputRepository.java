package dev.slipway.platform.release;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface ReleaseOutputRepository extends JpaRepository<ReleaseOutputEntity, UUID> {}
