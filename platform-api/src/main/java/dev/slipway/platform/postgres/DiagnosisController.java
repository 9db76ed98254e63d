package dev.slipway.platform.postgres;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code /reports}, which {@code heroku pg:diagnose} asks. Reports are kept for a month. */
@RestController
class DiagnosisController {

    private static final int LONGEST_NAME = 100;

    private final DatabaseRecords records;
    private final Servers servers;
    private final Addons addons;
    private final JdbcTemplate sql;
    private final ObjectMapper json;
    private final Clock clock;

    DiagnosisController(DatabaseRecords records, Servers servers, Addons addons, JdbcTemplate sql, ObjectMapper json, Clock clock) {
        this.records = records;
        this.servers = servers;
        this.addons = addons;
        this.sql = sql;
        this.json = json;
        this.clock = clock;
    }

    /** @param url of the database: says which one is meant, and no more */
    record ReportRequest(@Nullable Object app, @Nullable Object database, @Nullable Object url) {}

    record ReportView(UUID id, String app, String database, Instant createdAt, List<Diagnosis.Check> checks) {}

    @PostMapping("/reports")
    @ResponseStatus(HttpStatus.CREATED)
    ReportView create(Account caller, @RequestBody ReportRequest request) {
        DatabaseEntity database = records.findByName(name(request.url())).orElseThrow(() -> ApiException.notFound("database"));
        Addon addon = addons.require(caller, database.addonId.toString(), Permission.DEPLOY);
        ReportView report;
        try (AdminSession inside = servers.session(database.server, database.name)) {
            report = new ReportView(UUID.randomUUID(), text(request.app()), text(request.database()), Instant.now(clock),
                    Diagnosis.of(inside, PostgresPlan.of(addons.plan(addon))));
        }
        sql.update("delete from postgres_report where created_at < now() - interval '1 month'");
        sql.update("insert into postgres_report (id, addon_id, body, created_at) values (?, ?, ?::jsonb, ?)", report.id(), addon.id(),
                json.writeValueAsString(report), report.createdAt().atOffset(ZoneOffset.UTC));
        return report;
    }

    private record Stored(UUID addonId, String body) {}

    @GetMapping("/reports/{id}")
    JsonNode show(Account caller, @PathVariable String id) {
        Stored stored = sql.query("select addon_id, body from postgres_report where id::text = ?",
                (row, _) -> new Stored(row.getObject(1, UUID.class), row.getString(2)), id.replace("\0", ""))
                .stream().findFirst().orElseThrow(() -> ApiException.notFound("report"));
        addons.require(caller, stored.addonId().toString(), Permission.DEPLOY);
        return json.readTree(stored.body());
    }

    private static String name(@Nullable Object url) {
        try {
            String path = url instanceof String text ? URI.create(text).getPath() : null;
            return path == null || path.length() < 2 ? "" : path.substring(1).replace("\0", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String text(@Nullable Object value) {
        String text = value instanceof String typed ? typed.replaceAll("\\p{Cntrl}", "") : "";
        return text.substring(0, Math.min(text.length(), LONGEST_NAME));
    }
}
