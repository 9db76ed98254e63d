package dev.slipway.platform.backup;

import dev.slipway.platform.crypto.Vault;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "transfer")
class TransferEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID appId = id;
    int num;
    String kind = "";
    UUID addonId = id;
    @Nullable UUID sourceId;
    byte @Nullable [] sourceUrl;
    String fromName = "";
    String toName = "";
    boolean automatic;
    @JdbcTypeCode(SqlTypes.ARRAY)
    String[] extensions = {};
    String state = TransferState.PENDING.word();
    String step = TransferStep.FETCHING.word();
    long processedBytes;
    long sourceBytes;
    int warnings;
    Instant createdAt = Instant.EPOCH;
    @Nullable Instant startedAt;
    @Nullable Instant finishedAt;
    @Nullable Instant orphanedAt;

    /** The opposite of {@link #toTransfer}. */
    void source(Optional<TransferSource> source, Vault vault) {
        switch (source.orElse(null)) {
            case null -> {}
            case TransferSource.Backup(UUID transferId) -> sourceId = transferId;
            case TransferSource.Database(UUID database) -> sourceId = database;
            case TransferSource.Download(URI url) -> sourceUrl = vault.encrypt(url.toString());
        }
    }

    Transfer toTransfer(Vault vault) {
        return new Transfer(id, appId, num, TransferKind.parse(kind), addonId, source(vault), fromName, toName, automatic,
                Stream.of(extensions).map(ExtensionName::parse).toList(), TransferState.parse(state), TransferStep.parse(step),
                processedBytes, sourceBytes, warnings, createdAt, Optional.ofNullable(startedAt),
                Optional.ofNullable(finishedAt));
    }

    private Optional<TransferSource> source(Vault vault) {
        if (sourceUrl != null) {
            return Optional.of(new TransferSource.Download(URI.create(vault.decrypt(sourceUrl))));
        }
        return Optional.ofNullable(sourceId).map(there -> TransferKind.parse(kind) == TransferKind.COPY
                ? new TransferSource.Database(there) : new TransferSource.Backup(there));
    }
}
