package dev.slipway.platform.account;

import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /users/:user}: whom does this e-mail address belong to. Every account may ask, as to share and give apps. */
@RestController
class UsersController {

    private final Accounts accounts;

    UsersController(Accounts accounts) {
        this.accounts = accounts;
    }

    record UserView(UUID id, String email) {}

    @GetMapping("/users/{user}")
    UserView show(Account caller, @PathVariable("user") String emailOrId) {
        Account account = accounts.require(emailOrId);
        return new UserView(account.id(), account.email());
    }
}
