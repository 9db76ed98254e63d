package dev.slipway.platform.user;

import dev.slipway.platform.access.Administrator;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.AccountDetails;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.api.TextTable;
import dev.slipway.platform.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /admin/users}. {@code {user}} is an e-mail address or an id. Answers are JSON, or, where {@code Accept} asks for
 * it, a {@link UserTable}.
 */
@RestController
class UsersController {

    /** In the headers of a page an address is percent-encoded, since it may hold any letter. */
    private static final Listing<UserView, String> BY_EMAIL = Listing.by("email",
            user -> URLEncoder.encode(user.email(), StandardCharsets.UTF_8), encoded -> encoded);

    private final Users users;

    UsersController(Users users) {
        this.users = users;
    }

    record CreateRequest(@Nullable String email, @Nullable String name, @Nullable String password, @Nullable Boolean admin) {}

    record ChangeRequest(@Nullable String email) {}

    record SuspendRequest(@Nullable String apps) {}

    /** @param email only users with this in their address */
    @GetMapping("/admin/users")
    ResponseEntity<?> list(@Administrator Account caller, @RequestParam(defaultValue = "") String email,
                           @RequestParam(required = false) @Nullable String state,
                           @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range,
                           @RequestHeader(value = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
        AccountDetails.State wanted = state(state);
        List<UserView> found = users.all().stream()
                .filter(user -> user.account().email().contains(email.strip().toLowerCase(Locale.ROOT)))
                .filter(user -> wanted == null || user.state() == wanted)
                .map(user -> UserView.of(User.known(user))).toList();
        ResponseEntity<List<UserView>> page = BY_EMAIL.answer(found, range);
        TextTable table = TextTable.accepted(accept);
        return table == null || page.getBody() == null ? page : ResponseEntity.status(page.getStatusCode())
                .headers(page.getHeaders()).contentType(table.type()).body(UserTable.of(page.getBody(), table));
    }

    private static AccountDetails.@Nullable State state(@Nullable String typed) {
        if (typed == null) {
            return null;
        }
        return Arrays.stream(AccountDetails.State.values()).filter(state -> state.name().toLowerCase(Locale.ROOT).equals(typed))
                .findFirst().orElseThrow(() -> ApiException.badRequest("state must be active, invited or suspended."));
    }

    @GetMapping("/admin/users/{user}")
    UserView show(@Administrator Account caller, @PathVariable String user) {
        return UserView.of(User.known(users.require(user)));
    }

    /** Owners who may not give themselves another address ask for it. */
    @PatchMapping("/admin/users/{user}")
    UserView change(@Administrator Account caller, @PathVariable String user, @RequestBody ChangeRequest request,
                    HttpServletRequest http) {
        if (request.email() == null) {
            throw ApiException.invalid("email is required.");
        }
        return UserView.of(users.changeEmail(Actor.of(caller, http), user, request.email()));
    }

    /** With a password: an account that can log in. Without: an invitation. */
    @PostMapping("/admin/users")
    ResponseEntity<?> create(@Administrator Account caller, @RequestBody CreateRequest request, HttpServletRequest http) {
        if (request.email() == null) {
            throw ApiException.invalid("email is required.");
        }
        Actor by = Actor.of(caller, http);
        boolean admin = Boolean.TRUE.equals(request.admin());
        User user = request.password() == null ? users.invite(by, request.email(), request.name(), admin)
                : users.create(by, request.email(), request.name(), request.password(), admin);
        return answer(user.created() ? HttpStatus.CREATED : HttpStatus.OK, user, http);
    }

    /** The body is a {@link ClassList}. */
    @PostMapping("/admin/users/import")
    ResponseEntity<?> importAll(@Administrator Account caller, InputStream body, HttpServletRequest http) throws IOException {
        List<User> imported = users.invite(Actor.of(caller, http), ClassList.parse(body.readAllBytes()));
        return answer(HttpStatus.OK, imported, http);
    }

    @PostMapping("/admin/users/{user}/password-reset")
    ResponseEntity<?> reset(@Administrator Account caller, @PathVariable String user, HttpServletRequest http) {
        User reset = users.reset(Actor.of(caller, http), user);
        return answer(HttpStatus.CREATED, reset, http);
    }

    /** For somebody who has lost their phone and their recovery codes: the password is enough again. */
    @DeleteMapping("/admin/users/{user}/two-factor")
    UserView disableTwoFactor(@Administrator Account caller, @PathVariable String user, HttpServletRequest http) {
        return UserView.of(users.disableTwoFactor(Actor.of(caller, http), user));
    }

    @PutMapping("/admin/users/{user}/admin")
    UserView makeAdministrator(@Administrator Account caller, @PathVariable String user, HttpServletRequest http) {
        return UserView.of(users.administrate(Actor.of(caller, http), user, true));
    }

    @DeleteMapping("/admin/users/{user}/admin")
    UserView unmakeAdministrator(@Administrator Account caller, @PathVariable String user, HttpServletRequest http) {
        return UserView.of(users.administrate(Actor.of(caller, http), user, false));
    }

    /** With {@code {"apps": "stop"}} its apps show the maintenance page; else they go on. */
    @PutMapping("/admin/users/{user}/suspension")
    UserView suspend(@Administrator Account caller, @PathVariable String user,
                     @RequestBody(required = false) @Nullable SuspendRequest request, HttpServletRequest http) {
        String apps = request == null ? null : request.apps();
        if (apps != null && !apps.equals("stop")) {
            throw ApiException.invalid("apps must be \"stop\", or left out for them to go on.");
        }
        return UserView.of(users.suspend(Actor.of(caller, http), user, apps != null));
    }

    @DeleteMapping("/admin/users/{user}/suspension")
    UserView unsuspend(@Administrator Account caller, @PathVariable String user, HttpServletRequest http) {
        return UserView.of(users.unsuspend(Actor.of(caller, http), user));
    }

    @DeleteMapping("/admin/users/{user}")
    UserView delete(@Administrator Account caller, @PathVariable String user,
                    @RequestParam(required = false) @Nullable String apps, @RequestParam(required = false) @Nullable String to,
                    HttpServletRequest http) {
        return UserView.of(users.delete(Actor.of(caller, http), user, Farewell.of(apps, to)));
    }

    private static ResponseEntity<?> answer(HttpStatus status, User user, HttpServletRequest http) {
        UserView view = UserView.of(user);
        return answer(status, List.of(view), view, http);
    }

    private static ResponseEntity<?> answer(HttpStatus status, List<User> users, HttpServletRequest http) {
        List<UserView> views = users.stream().map(UserView::of).toList();
        return answer(status, views, views, http);
    }

    private static ResponseEntity<?> answer(HttpStatus status, List<UserView> rows, Object json, HttpServletRequest http) {
        TextTable table = TextTable.accepted(http.getHeader(HttpHeaders.ACCEPT));
        return table == null ? ResponseEntity.status(status).body(json)
                : ResponseEntity.status(status).contentType(table.type()).body(UserTable.of(rows, table));
    }
}
