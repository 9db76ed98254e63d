package dev.slipway.platform.account;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.crypto.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** {@code /oauth/authorizations}: login with a password, and the tokens it gave out. */
@RestController
class AuthorizationsController {

    private static final String CODE_HEADER = "Heroku-Two-Factor-Code";

    private final Logins logins;
    private final CallerResolver callers;
    private final Authorizations authorizations;
    private final OauthClients clients;
    private final Clock clock;

    AuthorizationsController(Logins logins, CallerResolver callers, Authorizations authorizations, OauthClients clients,
                             Clock clock) {
        this.logins = logins;
        this.callers = callers;
        this.authorizations = authorizations;
        this.clients = clients;
        this.clock = clock;
    }

    /** @param expiresIn seconds, as a number or, from {@code heroku authorizations:create}, as a string */
    record Request(@Nullable String description, @Nullable Object expiresIn, @Nullable List<@Nullable String> scope,
                   @Nullable UUID client) {

        @Nullable Duration life() {
            if (expiresIn == null) {
                return null;
            }
            if (!expiresIn.toString().matches("0*[1-9]\\d{0,10}")) {
                throw ApiException.invalid("expires_in must be a positive number of seconds.");
            }
            return Duration.ofSeconds(Long.parseLong(expiresIn.toString()));
        }
    }

    record ClientCredentials(@Nullable UUID id, @Nullable String secret) {}

    record ChangeRequest(@Nullable String description, @Nullable ClientCredentials client) {}

    record TokenView(UUID id, String token, @Nullable Long expiresIn) {}

    record ClientView(UUID id, String name, String redirectUri) {}

    record UserView(UUID id, String email, @Nullable String fullName) {}

    /** @param grant a code that was exchanged for the token; there is none, nor are there tokens to refresh it */
    record AuthorizationView(UUID id, String description, List<String> scope, TokenView accessToken,
                             @Nullable ClientView client, @Nullable Object grant, @Nullable Object refreshToken,
                             @Nullable Object session, UserView user, Instant createdAt, Instant updatedAt) {}

    /** Basic {@code email:password} logs in; a token that may do everything makes a further one. */
    @Public("this is the login")
    @PostMapping("/oauth/authorizations")
    @ResponseStatus(HttpStatus.CREATED)
    AuthorizationView create(@RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String header,
                             @RequestHeader(value = CODE_HEADER, required = false) @Nullable String code,
                             @RequestBody(required = false) @Nullable Request body, ServletWebRequest http) {
        Request request = body == null ? new Request(null, null, null, null) : body;
        Credentials credentials = Credentials.of(header);
        Account account = authorizations.callerOf(credentials.password()).isPresent() ? callers.caller(http)
                : login(credentials, code, RequestOrigin.client(http.getRequest()));
        Authorizations.Wish wish = new Authorizations.Wish(
                Description.parse("description", request.description(), "Long-lived user authorization"),
                Scopes.parse(request.scope()), request.life(),
                Optional.ofNullable(request.client()).map(id -> clients.require(account, id)));
        return view(account, authorizations.create(account, wish));
    }

    /** The ids of these errors make the CLI ask for a code. */
    private Account login(Credentials credentials, @Nullable String code, String client) {
        if (credentials.user().isEmpty()) {
            throw ApiException.unauthorized("Invalid credentials provided.");
        }
        LoginOutcome outcome = logins.withPassword(credentials.user(), credentials.password(), client);
        if (outcome instanceof LoginOutcome.CodeNeeded(Account account) && code != null) {
            outcome = logins.withCode(account, code);
        }
        return switch (outcome) {
            case LoginOutcome.LoggedIn(Account account) -> account;
            case LoginOutcome.WrongPassword() ->
                    throw ApiException.unauthorized("The e-mail address or the password is wrong.");
            case LoginOutcome.CodeNeeded(_) -> throw ApiException.twoFactor("This account has two-factor authentication. "
                    + "Give the code that your authenticator app shows, or a recovery code.");
            case LoginOutcome.WrongCode() -> throw ApiException.twoFactor("The two-factor code is wrong or was used before. "
                    + "Wait until your authenticator app shows the next one.");
        };
    }

    @GetMapping("/oauth/authorizations")
    List<AuthorizationView> list(Account caller,
                                 @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String header) {
        return authorizations.list(caller, presented(header)).stream().map(one -> view(caller, one)).toList();
    }

    /** The account's API key, which Heroku shows in its dashboard: here every token has a record of its own. */
    @GetMapping("/oauth/authorizations/~")
    void defaultOne(Account caller) {
        throw ApiException.notFound("authorization");
    }

    @GetMapping("/oauth/authorizations/{id}")
    AuthorizationView show(Account caller, @PathVariable UUID id,
                           @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String header) {
        return view(caller, authorizations.require(caller, id, presented(header)));
    }

    @PatchMapping("/oauth/authorizations/{id}")
    AuthorizationView change(Account caller, @PathVariable UUID id, @RequestBody ChangeRequest request) {
        return view(caller, authorizations.change(caller, id,
                Optional.ofNullable(request.description()).map(text -> Description.parse("description", text, "")),
                Optional.ofNullable(request.client()).map(this::client)));
    }

    @DeleteMapping("/oauth/authorizations/{id}")
    AuthorizationView revoke(Account caller, @PathVariable UUID id) {
        return view(caller, authorizations.revoke(caller, id));
    }

    @PostMapping("/oauth/authorizations/{id}/actions/regenerate-tokens")
    AuthorizationView regenerate(Account caller, @PathVariable UUID id) {
        return view(caller, authorizations.regenerate(caller, id));
    }

    private OauthClient client(ClientCredentials given) {
        if (given.id() == null || given.secret() == null) {
            throw ApiException.invalid("A client needs its id and its secret.");
        }
        return clients.require(given.id(), new Secret(given.secret()));
    }

    private static Secret presented(@Nullable String header) {
        return new Secret(Credentials.of(header).password());
    }

    private AuthorizationView view(Account account, Authorization authorization) {
        Instant expiresAt = authorization.expiresAt();
        Long expiresIn = expiresAt == null ? null : Duration.between(Instant.now(clock), expiresAt).toSeconds();
        return new AuthorizationView(authorization.id(), authorization.description(), authorization.scope(),
                new TokenView(authorization.id(), authorization.token(), expiresIn),
                authorization.client().map(client -> new ClientView(client.id(), client.name(), client.redirectUri().toString()))
                        .orElse(null),
                null, null, null, new UserView(account.id(), account.email(), null), authorization.createdAt(),
                authorization.updatedAt());
    }
}
