package dev.slipway.platform.backup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as the CLI reads it. Its times are sorted and shown as text, so that all have the same form; whoever has a
 * {@code schedule} was made without anybody asking.
 *
 * @param logs only where they were asked for
 */
record TransferView(UUID uuid, int num, String fromType, String fromName, @Nullable String fromUrl, String toType,
                    String toName, @Nullable String toUrl, Map<String, String> options, long sourceBytes, long processedBytes,
                    @Nullable Boolean succeeded, int warnings, String createdAt, @Nullable String startedAt,
                    @JsonProperty("canceled_at") @Nullable String cancelledAt, String updatedAt, @Nullable String finishedAt,
                    @Nullable Schedule schedule, @Nullable List<Line> logs) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx").withZone(ZoneOffset.UTC);

    record Schedule(String name) {}

    record Line(String createdAt, String message) {}

    static TransferView of(Transfer transfer, @Nullable List<TransferLine> lines) {
        String finished = transfer.finishedAt().map(TIME::format).orElse(null);
        String started = transfer.startedAt().map(TIME::format).orElse(null);
        return new TransferView(transfer.id(), transfer.num(), transfer.kind().fromType(), transfer.fromName(), null,
                transfer.kind().toType(), transfer.toName(), transfer.isBackup() ? BackupLinks.name(transfer) : null, Map.of(),
                transfer.sourceBytes(), transfer.processedBytes(),
                transfer.state().ended() ? transfer.state() == TransferState.SUCCEEDED : null, transfer.warnings(),
                TIME.format(transfer.createdAt()), started, transfer.state() == TransferState.CANCELLED ? finished : null,
                TIME.format(transfer.finishedAt().or(transfer::startedAt).orElse(transfer.createdAt())), finished,
                transfer.automatic() ? new Schedule(transfer.fromName()) : null,
                lines == null ? null
                        : lines.stream().map(line -> new Line(TIME.format(line.createdAt()), line.message())).toList());
    }

    /** When a link that is made now ends. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
