package dev.slipway.platform.postgres;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonState;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /client/v11/databases/:addon}: facts and resets, for {@code heroku pg:*}. */
@RestController
@RequestMapping("/client/v11/databases/{addon}")
class DatabasesController {

    private static final int MOST_EXTENSIONS = 50;
    private static final String ONE_VERSION = "This installation has one version of PostgreSQL, and every database has it. An "
            + "administrator changes it for all with a new image.";

    private final Databases databases;
    private final DatabaseRecords records;
    private final DatabaseResets resets;
    private final Servers servers;
    private final Addons addons;

    DatabasesController(Databases databases, DatabaseRecords records, DatabaseResets resets, Servers servers, Addons addons) {
        this.databases = databases;
        this.records = records;
        this.resets = resets;
        this.servers = servers;
        this.addons = addons;
    }

    record WaitStatus(@JsonProperty("waiting?") boolean waiting, String message) {}

    record ResetRequest(@Nullable List<@Nullable String> extensions) {}

    record Message(String message) {}

    @GetMapping
    DatabaseView show(@Requires(Permission.DEPLOY) Addon addon) {
        DatabaseEntity database = require(addon);
        return DatabaseView.of(addon, addons.plan(addon).humanName(), databases.url(addon, Addon.DEFAULT_CREDENTIAL), database,
                PostgresPlan.of(addons.plan(addon)), records.credentials(addon.id()).size(), servers);
    }

    @GetMapping("/wait_status")
    WaitStatus waitStatus(@Requires(Permission.VIEW) Addon addon) {
        boolean ready = addon.state() == AddonState.PROVISIONED && !require(addon).resetting;
        return ready ? new WaitStatus(false, "available") : new WaitStatus(true, "preparing");
    }

    @PutMapping("/reset")
    Message reset(@Requires(Permission.OPERATE) Addon addon, @RequestBody(required = false) @Nullable ResetRequest request) {
        require(addon);
        List<@Nullable String> extensions = request == null || request.extensions() == null ? List.of() : request.extensions();
        if (extensions.size() > MOST_EXTENSIONS || extensions.stream().anyMatch(Objects::isNull)) {
            throw ApiException.invalid("extensions must be names of extensions, " + MOST_EXTENSIONS + " at most.");
        }
        resets.reset(addon, extensions.stream().map(String::valueOf).toList());
        return new Message("Reset " + addon.name() + ".");
    }

    @PostMapping("/connection_reset")
    Message endConnections(@Requires(Permission.OPERATE) Addon addon) {
        DatabaseEntity database = require(addon);
        try (AdminSession session = servers.session(database.server, "postgres")) {
            session.disconnect(database.name);
        }
        return new Message("All connections were ended.");
    }

    @PutMapping("/stats_reset")
    Message resetStatistics(@Requires(Permission.OPERATE) Addon addon) {
        DatabaseEntity database = require(addon);
        PostgresPlan plan = PostgresPlan.of(addons.plan(addon));
        if (!plan.own() && plan.rows().isPresent()) {
            throw ApiException.invalid("The statistics of " + addon.name() + " cannot be reset: they say how many rows it has, and its "
                    + "plan has a limit of these.");
        }
        try (AdminSession inside = servers.session(database.server, database.name)) {
            inside.sql().query("select pg_stat_reset()", row -> {});
        }
        return new Message("Statistics were reset.");
    }

    /** What a host of Heroku's knows of its load: nothing here, which {@code pg:diagnose} accepts. */
    @GetMapping("/metrics")
    List<Object> metrics(@Requires(Permission.VIEW) Addon addon) {
        require(addon);
        return List.of();
    }

    @GetMapping("/burst_status")
    Map<String, Object> burst(@Requires(Permission.VIEW) Addon addon) {
        require(addon);
        return Map.of();
    }

    @GetMapping("/upgrade/wait_status")
    WaitStatus upgradeStatus(@Requires(Permission.VIEW) Addon addon) {
        require(addon);
        return new WaitStatus(false, "No upgrade is under way.");
    }

    @PostMapping({"/upgrade/run", "/upgrade/prepare", "/upgrade/dry_run", "/upgrade/cancel"})
    Message upgrade(@Requires(Permission.OPERATE) Addon addon) {
        require(addon);
        throw ApiException.invalid(ONE_VERSION);
    }

    @PutMapping("/unfollow")
    Message unfollow(@Requires(Permission.OPERATE) Addon addon) {
        require(addon);
        throw ApiException.invalid(addon.name() + " follows no other database. Slipway has no followers.");
    }

    @GetMapping("/links")
    List<Object> links(@Requires(Permission.VIEW) Addon addon) {
        require(addon);
        return List.of();
    }

    @PostMapping("/links")
    Message link(@Requires(Permission.OPERATE) Addon addon) {
        require(addon);
        throw ApiException.invalid("Slipway does not link data stores. Read from the other one in your app.");
    }

    @PostMapping("/connection-pooling")
    Message pool(@Requires(Permission.OPERATE) Addon addon) {
        require(addon);
        throw ApiException.invalid("Slipway has no connection pooling on the server. Let your framework keep a pool.");
    }

    private DatabaseEntity require(Addon addon) {
        return databases.provisioned(addon);
    }
}
