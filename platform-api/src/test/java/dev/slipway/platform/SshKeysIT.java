package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Accounts;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** SSH public keys of an account. */
@PlatformTest
class SshKeysIT {

    private static final String PASSWORD = "correct horse";
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKKBo23bVUFr6qKXVQo64ff6TEy0UKbCymLnERM0BWgg";
    /** As {@code ssh-keygen -l -E md5} shows it. */
    private static final String FINGERPRINT = "f9:74:9f:93:a0:4d:36:4b:d1:23:b8:a6:14:5f:6d:10";
    private static final String ECDSA = "ecdsa-sha2-nistp256 "
            + "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBB6RssYxi+6AvKnm1+qNQgo/AZsff5mS5EWY4d"
            + "WLUIObepKVyRHRKuvlALS1M18uKc7Qd9ud6M/jsFBZ1M7b3OE=";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private JdbcTemplate sql;

    private String email;
    private ApiClient user;

    @BeforeEach
    void anAccount() throws Exception {
        sql.update("delete from ssh_key");
        email = "k-" + UUID.randomUUID() + "@example.org";
        accounts.create(email, PASSWORD, false);
        user = ApiClient.anonymous(port).login(email, PASSWORD);
    }

    private ApiClient.Answer add(String key) throws Exception {
        return user.post("/account/keys", "{\"public_key\":\"" + key + "\"}");
    }

    @Test
    void aKeyIsKeptWithItsFingerprintAndAWordOfWarning() throws Exception {
        var added = add(KEY + " student@laptop\\n").is(201);

        assertThat(added.text("fingerprint")).isEqualTo(FINGERPRINT);
        assertThat(added.text("comment")).isEqualTo("student@laptop");
        assertThat(added.text("public_key")).isEqualTo(KEY + " student@laptop");
        assertThat(added.response().headers().firstValue("X-Heroku-Warning").orElse("")).contains("git works over https");
        assertThat(user.get("/account/keys").is(200).body()).hasSize(1);
        assertThat(user.get("/account/keys/" + FINGERPRINT).is(200).text("id")).isEqualTo(added.text("id"));
    }

    @Test
    void aKeyHasThreeWordsWhateverItsComment() throws Exception {
        assertThat(add(ECDSA).is(201).text("public_key")).isEqualTo(ECDSA + " " + email);
        assertThat(add(KEY + " two words").is(201).text("comment")).isEqualTo("two-words");
    }

    @Test
    void aKeyIsAddedOnceAndRemovedByIdOrFingerprint() throws Exception {
        String id = add(KEY).is(201).text("id");
        add(KEY + " other").isError(422, "invalid_params");

        user.delete("/account/keys/" + id).is(200);
        add(KEY).is(201);
        user.delete("/account/keys/" + FINGERPRINT).is(200);
        user.delete("/account/keys/" + FINGERPRINT).isError(404, "not_found");
    }

    @Test
    void theKeysOfOthersDoNotExist() throws Exception {
        String id = add(KEY).is(201).text("id");
        String other = "k-" + UUID.randomUUID() + "@example.org";
        accounts.create(other, PASSWORD, false);

        ApiClient stranger = ApiClient.anonymous(port).login(other, PASSWORD);
        stranger.get("/account/keys/" + id).isError(404, "not_found");
        stranger.delete("/account/keys/" + id).isError(404, "not_found");
        assertThat(stranger.get("/account/keys").is(200).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ssh-rsa", "ssh-rsa AAAA", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==", "ssh-rsa !!!! x",
        "$(id) AAAA", "-----BEGIN OPENSSH PRIVATE KEY-----\\nAAAA", "command=\\\"x\\\" ssh-ed25519 AAAA", "ssh-rsa AAAA\\u0000"})
    void whatIsNoPublicKeyIsRefused(String key) throws Exception {
        add(key).isError(422, "invalid_params");
    }

    @Test
    void aKeyOfAnotherTypeThanItSaysIsRefused() throws Exception {
        add(KEY.replace("ssh-ed25519 ", "ssh-rsa ")).isError(422, "invalid_params");
        add(KEY + " a\\u0007b").isError(422, "invalid_params");
    }
}
