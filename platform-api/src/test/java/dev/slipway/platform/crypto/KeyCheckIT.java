package dev.slipway.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.PlatformTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;

@PlatformTest
class KeyCheckIT {

    @Value("${slipway.home}")
    private Path home;
    @Autowired
    private Vault vault;
    @Autowired
    private JdbcTemplate sql;

    @TempDir
    Path elsewhere;

    @Test
    void aStartWithTheSameKeyFileGoesOn() {
        Vault again = KeyCheck.open(home.resolve("keys/vault.key"), sql);

        assertThat(again.decrypt(vault.encrypt("secret"))).isEqualTo("secret");
    }

    @Test
    void aMissingKeyFileIsNotReplaced() {
        Path missing = elsewhere.resolve("vault.key");

        assertThatThrownBy(() -> KeyCheck.open(missing, sql)).isInstanceOf(KeyFileException.class)
                .hasMessageContaining(missing + " is missing").hasMessageContaining("restore it from your backup");
        assertThat(missing).doesNotExist();
    }

    @Test
    void anotherKeyFileIsRefused() {
        Path other = elsewhere.resolve("vault.key");
        Vault.open(other);

        assertThatThrownBy(() -> KeyCheck.open(other, sql)).isInstanceOf(KeyFileException.class)
                .hasMessageContaining("is not the one that the database was written with");
    }
}
