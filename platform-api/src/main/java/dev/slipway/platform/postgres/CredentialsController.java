package dev.slipway.platform.postgres;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /postgres/v0/databases/:addon/credentials}, for {@code heroku pg:credentials}. */
@RestController
@RequestMapping("/postgres/v0/databases/{addon}")
class CredentialsController {

    private final Credentials credentials;
    private final Databases databases;
    private final Servers servers;

    CredentialsController(Credentials credentials, Databases databases, Servers servers) {
        this.credentials = credentials;
        this.databases = databases;
        this.servers = servers;
    }

    /**
     * One login of a credential.
     *
     * @param state       {@code active}, or {@code revoking} for one that is rotated away
     * @param connections that it has open; null where nobody looked
     */
    record LoginView(String user, @Nullable String password, String state, @Nullable Integer connections) {}

    /** @param state {@code active} or {@code rotating} */
    record CredentialView(String name, String state, String database, String host, int port, List<LoginView> credentials) {}

    record Rotation(@Nullable Object forced) {

        static boolean forced(@Nullable Rotation rotation) {
            return rotation != null && Boolean.TRUE.equals(rotation.forced());
        }
    }

    record Message(String message) {}

    @GetMapping("/credentials")
    List<CredentialView> list(@Requires(Permission.DEPLOY) Addon addon) {
        DatabaseEntity database = databases.provisioned(addon);
        return credentials.of(addon).stream().map(credential -> view(database, credential, false)).toList();
    }

    @GetMapping("/credentials/{credential}")
    CredentialView show(@Requires(Permission.DEPLOY) Addon addon, @PathVariable String credential) {
        return view(databases.provisioned(addon), databases.require(addon.id(), credential), true);
    }

    @PostMapping("/credentials")
    CredentialView create(@Requires(Permission.OPERATE) Addon addon, @RequestBody Map<String, @Nullable Object> request) {
        DatabaseEntity database = databases.provisioned(addon);
        return view(database, credentials.create(addon, CredentialName.parse(request.get("name"))), true);
    }

    @DeleteMapping("/credentials/{credential}")
    Message destroy(@Requires(Permission.OPERATE) Addon addon, @PathVariable String credential) {
        databases.provisioned(addon);
        credentials.destroy(addon, credential);
        return new Message("The credential was destroyed.");
    }

    @PostMapping("/credentials/{credential}/credentials_rotation")
    Message rotate(@Requires(Permission.OPERATE) Addon addon, Account caller, @PathVariable String credential,
                   @RequestBody(required = false) @Nullable Rotation rotation) {
        databases.provisioned(addon);
        credentials.rotate(addon, databases.require(addon.id(), credential), Rotation.forced(rotation), caller);
        return new Message("The credential was rotated.");
    }

    @PostMapping("/credentials_rotation")
    Message rotateAll(@Requires(Permission.OPERATE) Addon addon, Account caller,
                      @RequestBody(required = false) @Nullable Rotation rotation) {
        databases.provisioned(addon);
        credentials.of(addon).forEach(credential -> credentials.rotate(addon, credential, Rotation.forced(rotation), caller));
        return new Message("All credentials were rotated.");
    }

    @PostMapping("/repair-default")
    Message repair(@Requires(Permission.OPERATE) Addon addon) {
        databases.provisioned(addon);
        credentials.repair(addon);
        return new Message("The default credential was repaired.");
    }

    private CredentialView view(DatabaseEntity database, Credential credential, boolean secrets) {
        List<LoginView> logins = new ArrayList<>();
        logins.add(new LoginView(credential.login(), secrets ? credential.password() : null, "active", null));
        credential.formerLogin().ifPresent(former -> {
            logins.set(0, new LoginView(credential.login(), secrets ? credential.password() : null, "active",
                    servers.connections(database.server, credential.login())));
            logins.add(new LoginView(former, null, "revoking", servers.connections(database.server, former)));
        });
        return new CredentialView(credential.name(), credential.formerLogin().isPresent() ? "rotating" : "active",
                database.name, servers.host(), servers.port(database.server), logins);
    }
}
