package dev.slipway.platform.postgres;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface ServerRepository extends JpaRepository<ServerEntity, String> {

    List<ServerEntity> findBySharedByOrderByCreatedAt(String sharedBy);
}
