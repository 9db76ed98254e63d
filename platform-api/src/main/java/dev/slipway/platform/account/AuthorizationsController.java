package dev.slipway.platform.account;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.RequestOrigin;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /oauth/authorizations}: login with a password, and the tokens it gave out. */
@RestController
class AuthorizationsController {

    private static final int LONGEST_DESCRIPTION = 255;

    private final Accounts accounts;
    private final Authorizations authorizations;
    private final LoginLimit limit;
    private final Clock clock;

    AuthorizationsController(Accounts accounts, Authorizations authorizations, LoginLimit limit, Clock clock) {
        this.accounts = accounts;
        this.authorizations = authorizations;
        this.limit = limit;
        this.clock = clock;
    }

    record Request(@Nullable String description, @Nullable Long expiresIn) {}

    record TokenView(UUID id, String token, @Nullable Long expiresIn) {}

    record UserView(UUID id, String email) {}

    record AuthorizationView(UUID id, String description, List<String> scope, TokenView accessToken,
                             @Nullable Map<String, String> client, @Nullable Map<String, String> grant,
                             @Nullable Map<String, String> refreshToken, UserView user, Instant createdAt,
                             Instant updatedAt) {}

    /** Basic {@code email:password} logs in; any valid token makes a further one. */
    @Public("this is the login")
    @PostMapping("/oauth/authorizations")
    @ResponseStatus(HttpStatus.CREATED)
    AuthorizationView create(@RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String header,
                             @RequestBody(required = false) @Nullable Request request, HttpServletRequest http) {
        Credentials credentials = Credentials.of(header);
        Account account = authorizations.accountOf(credentials.password())
                .orElseGet(() -> login(credentials, RequestOrigin.client(http)));
        String description = request == null || request.description() == null ? "Long-lived user authorization"
                : request.description();
        if (description.length() > LONGEST_DESCRIPTION || description.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.invalid("The description must be one line of at most " + LONGEST_DESCRIPTION
                    + " characters.");
        }
        Long seconds = request == null ? null : request.expiresIn();
        if (seconds != null && seconds <= 0) {
            throw ApiException.invalid("expires_in must be a positive number of seconds.");
        }
        return view(account, authorizations.create(account, description,
                seconds == null ? null : Duration.ofSeconds(Math.min(seconds, Duration.ofDays(3650).toSeconds()))));
    }

    private Account login(Credentials credentials, String client) {
        if (credentials.user().isEmpty()) {
            throw ApiException.unauthorized("Invalid credentials provided.");
        }
        limit.check(credentials.user(), client);
        Account account = accounts.login(credentials.user(), credentials.password()).orElseThrow(() -> {
            limit.failed(credentials.user(), client);
            return ApiException.unauthorized("The e-mail address or the password is wrong.");
        });
        limit.succeeded(credentials.user(), client);
        return account;
    }

    @GetMapping("/oauth/authorizations")
    List<AuthorizationView> list(Account caller) {
        return authorizations.list(caller).stream().map(authorization -> view(caller, authorization)).toList();
    }

    @GetMapping("/oauth/authorizations/~")
    void defaultOne(Account caller) {
        throw ApiException.notFound("authorization");
    }

    @GetMapping("/oauth/authorizations/{id}")
    AuthorizationView show(Account caller, @PathVariable UUID id) {
        return view(caller, authorizations.require(caller, id));
    }

    @DeleteMapping("/oauth/authorizations/{id}")
    AuthorizationView revoke(Account caller, @PathVariable UUID id) {
        return view(caller, authorizations.revoke(caller, id));
    }

    @DeleteMapping("/oauth/sessions/~")
    void endSession(Account caller) {
        throw ApiException.notFound("session");
    }

    private AuthorizationView view(Account account, Authorization authorization) {
        Instant expiresAt = authorization.expiresAt();
        Long expiresIn = expiresAt == null ? null : Duration.between(Instant.now(clock), expiresAt).toSeconds();
        return new AuthorizationView(authorization.id(), authorization.description(), List.of("global"),
                new TokenView(authorization.id(), authorization.token(), expiresIn), null, null, null,
                new UserView(account.id(), account.email()), authorization.createdAt(), authorization.updatedAt());
    }
}
