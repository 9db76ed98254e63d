package dev.slipway.platform.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /oauth/clients}: programs that act for users. */
@RestController
class OauthClientsController {

    private final OauthClients clients;

    OauthClientsController(OauthClients clients) {
        this.clients = clients;
    }

    record Request(@Nullable String name, @Nullable String redirectUri) {}

    /** @param secret left out except in the answer that made it */
    record ClientView(UUID id, String name, String redirectUri,
                      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret, boolean ignoresDelinquent,
                      Instant createdAt, Instant updatedAt) {

        static ClientView of(OauthClient client) {
            return of(client, null);
        }

        static ClientView of(OauthClients.WithSecret made) {
            return of(made.client(), made.secret().value());
        }

        private static ClientView of(OauthClient client, @Nullable String secret) {
            return new ClientView(client.id(), client.name(), client.redirectUri().toString(), secret, false,
                    client.createdAt(), client.updatedAt());
        }
    }

    @PostMapping("/oauth/clients")
    @ResponseStatus(HttpStatus.CREATED)
    ClientView create(Account caller, @RequestBody Request request) {
        return ClientView.of(clients.create(caller, Description.parse("name", request.name(), ""),
                RedirectUri.parse(request.redirectUri())));
    }

    @GetMapping("/oauth/clients")
    List<ClientView> list(Account caller) {
        return clients.list(caller).stream().map(ClientView::of).toList();
    }

    @GetMapping("/oauth/clients/{id}")
    ClientView show(Account caller, @PathVariable UUID id) {
        return ClientView.of(clients.require(caller, id));
    }

    @PatchMapping("/oauth/clients/{id}")
    ClientView change(Account caller, @PathVariable UUID id, @RequestBody Request request) {
        return ClientView.of(clients.change(caller, id,
                Optional.ofNullable(request.name()).map(name -> Description.parse("name", name, "")),
                Optional.ofNullable(request.redirectUri()).map(RedirectUri::parse)));
    }

    @DeleteMapping("/oauth/clients/{id}")
    ClientView delete(Account caller, @PathVariable UUID id) {
        return ClientView.of(clients.delete(caller, id));
    }

    @PostMapping("/oauth/clients/{id}/actions/rotate-credentials")
    ClientView rotate(Account caller, @PathVariable UUID id) {
        return ClientView.of(clients.rotate(caller, id));
    }
}
