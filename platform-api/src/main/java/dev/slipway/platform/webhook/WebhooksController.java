package dev.slipway.platform.webhook;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.app.App;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/webhooks}. URLs of receivers often carry a key, so not everybody who sees the app sees them. */
@RestController
class WebhooksController {

    private static final String SECRET_HEADER = "Heroku-Webhook-Secret";

    private final Webhooks webhooks;

    WebhooksController(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    record Ref(UUID id, String name) {}

    record WebhookView(UUID id, Ref app, List<String> include, String level, String url, Instant createdAt,
                       Instant updatedAt) {}

    @GetMapping("/apps/{app}/webhooks")
    List<WebhookView> list(@Requires(Permission.OPERATE) App app) {
        return webhooks.of(app).stream().map(webhook -> view(app, webhook)).toList();
    }

    @GetMapping("/apps/{app}/webhooks/{id}")
    WebhookView show(@Requires(Permission.OPERATE) App app, @PathVariable String id) {
        return view(app, webhooks.require(app, id));
    }

    @PostMapping("/apps/{app}/webhooks")
    ResponseEntity<WebhookView> add(@Requires(Permission.OPERATE) App app, @RequestBody WebhookRequest request) {
        request.checkedUrl().ifPresent(webhooks::checkReceiver);
        return answer(HttpStatus.CREATED, app, webhooks.add(app, request));
    }

    @PatchMapping("/apps/{app}/webhooks/{id}")
    ResponseEntity<WebhookView> change(@Requires(Permission.OPERATE) App app, @PathVariable String id,
                                       @RequestBody WebhookRequest request) {
        request.checkedUrl().ifPresent(webhooks::checkReceiver);
        return answer(HttpStatus.OK, app, webhooks.change(app, id, request));
    }

    @DeleteMapping("/apps/{app}/webhooks/{id}")
    WebhookView remove(@Requires(Permission.OPERATE) App app, @PathVariable String id) {
        return view(app, webhooks.remove(app, id));
    }

    /** The secret is in no body, so that it does not end up where bodies are logged. */
    private static ResponseEntity<WebhookView> answer(HttpStatus status, App app, Webhooks.Saved saved) {
        var answer = ResponseEntity.status(status);
        saved.secret().ifPresent(secret -> answer.header(SECRET_HEADER, secret));
        return answer.body(view(app, saved.webhook()));
    }

    private static WebhookView view(App app, Webhook webhook) {
        return new WebhookView(webhook.id(), new Ref(app.id(), app.name().value()), webhook.include(),
                webhook.level().word(), webhook.url(), webhook.createdAt(), webhook.updatedAt());
    }
}
