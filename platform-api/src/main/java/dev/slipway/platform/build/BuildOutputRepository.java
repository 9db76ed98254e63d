package dev.slipway.platform.build;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface BuildOutputRepository extends JpaRepository<BuildOutputEntity, UUID> {}
