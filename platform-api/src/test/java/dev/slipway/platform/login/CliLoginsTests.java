package dev.slipway.platform.login;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.account.Description;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.crypto.Secret;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class CliLoginsTests {

    private final CliLogins logins = new CliLogins(Clock.systemUTC());

    private void begin(String client) {
        logins.begin(Secret.random(), new Description("Heroku CLI login"), client);
    }

    @Test
    void theAddressesOfOneIpv6NetworkCountAsOneClient() {
        for (int i = 0; i < 200; i++) {
            begin("2001:db8:1:2::" + i);
        }

        assertThatThrownBy(() -> begin("2001:db8:1:2::ffff")).isInstanceOf(ApiException.class).hasMessageContaining("Too many logins");
        begin("2001:db8:1:3::1");
    }
}
