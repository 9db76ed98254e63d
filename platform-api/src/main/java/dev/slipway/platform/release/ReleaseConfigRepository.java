package dev.slipway.platform.release;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface ReleaseConfigRepository extends JpaRepository<ReleaseConfigEntity, UUID> {}
