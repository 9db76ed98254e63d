package dev.slipway.platform.backup;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface TransferLineRepository extends JpaRepository<TransferLineEntity, Long> {

    List<TransferLineEntity> findByTransferIdOrderById(UUID transferId);
}
