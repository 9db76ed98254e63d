package dev.slipway.platform.drain;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/log-drains}. Who may only see the app sees no drains: their URLs carry credentials, as a whole or in part. */
@RestController
class DrainsController {

    private final Drains drains;

    DrainsController(Drains drains) {
        this.drains = drains;
    }

    record Ref(UUID id, String name) {}

    record Extended(UUID drainId) {}

    record DrainView(UUID id, @Nullable Ref addon, Ref app, String token, String url, Instant createdAt, Instant updatedAt,
                     @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Extended extended) {}

    record CreateRequest(@Nullable String url) {}

    @GetMapping("/apps/{app}/log-drains")
    List<DrainView> list(@Requires(Permission.OPERATE) App app, @RequestParam(defaultValue = "false") boolean extended) {
        return drains.of(app).stream().map(drain -> view(app, drain, extended)).toList();
    }

    @GetMapping("/apps/{app}/log-drains/{drain}")
    DrainView show(@Requires(Permission.OPERATE) App app, @PathVariable("drain") String idTokenOrUrl) {
        return view(app, drains.require(app, idTokenOrUrl), false);
    }

    @PostMapping("/apps/{app}/log-drains")
    @ResponseStatus(HttpStatus.CREATED)
    DrainView add(@Requires(Permission.OPERATE) App app, Account caller, @RequestBody CreateRequest request) {
        if (request.url() == null) {
            throw ApiException.invalid("Give the url of the log drain.");
        }
        return view(app, drains.add(app, caller, DrainUrl.parse(request.url())), false);
    }

    @DeleteMapping("/apps/{app}/log-drains/{drain}")
    DrainView remove(@Requires(Permission.OPERATE) App app, Account caller, @PathVariable("drain") String idTokenOrUrl) {
        LogDrain drain = drains.require(app, idTokenOrUrl);
        drains.remove(app, caller, drain);
        return view(app, drain, false);
    }

    private static DrainView view(App app, LogDrain drain, boolean extended) {
        return new DrainView(drain.id(), null, new Ref(app.id(), app.name().value()), drain.token(), drain.url().value(),
                drain.createdAt(), drain.updatedAt(), extended ? new Extended(drain.id()) : null);
    }
}
