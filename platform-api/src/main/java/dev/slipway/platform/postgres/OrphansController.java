package dev.slipway.platform.postgres;

import dev.slipway.platform.access.Administrator;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.TextTable;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/databases/orphans}, for {@code ./slipway addons orphans} and {@code adopt}. */
@RestController
class OrphansController {

    private static final List<String> COLUMNS = List.of("id", "name", "app", "plan", "server");

    private final Orphans orphans;
    private final Apps apps;

    OrphansController(Orphans orphans, Apps apps) {
        this.orphans = orphans;
        this.apps = apps;
    }

    /** @param app the name that its app had */
    record OrphanView(UUID id, String name, String app, String plan, String server) {}

    record AdoptRequest(@Nullable String app) {}

    record AdoptedView(UUID id, String name, String app, String plan) {}

    /** JSON, or a {@link TextTable} of the same where {@code Accept} asks for it. */
    @GetMapping("/admin/databases/orphans")
    ResponseEntity<?> list(@Administrator Account caller,
                           @RequestHeader(value = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
        List<OrphanView> found = orphans.all().stream().map(orphan -> new OrphanView(orphan.noted().id(), orphan.noted().name(),
                orphan.noted().app(), orphan.noted().plan(), orphan.server())).toList();
        TextTable table = TextTable.accepted(accept);
        return table == null ? ResponseEntity.ok(found) : ResponseEntity.ok().contentType(table.type())
                .body(table.of(COLUMNS, found.stream().map(OrphansController::row).toList()));
    }

    private static @Nullable Object[] row(OrphanView orphan) {
        return new @Nullable Object[] {orphan.id(), orphan.name(), orphan.app(), orphan.plan(), orphan.server()};
    }

    @PostMapping("/admin/databases/orphans/{orphan}/adoption")
    AdoptedView adopt(@Administrator Account caller, @PathVariable("orphan") String nameOrId, @RequestBody AdoptRequest request) {
        App app = Optional.ofNullable(request.app()).flatMap(wanted -> apps.all().stream()
                .filter(one -> one.name().value().equals(wanted)).findFirst()).orElseThrow(() -> ApiException.notFound("app",
                "There is no app of that name. Make it first: heroku apps:create NAME"));
        var adopted = orphans.adopt(nameOrId, app);
        return new AdoptedView(adopted.id(), adopted.name(), app.name().value(), adopted.plan());
    }
}
