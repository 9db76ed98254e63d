package dev.slipway.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTests {

    @TempDir
    Path folder;

    @Test
    void whatOneProcessEncryptedTheNextOneReads() {
        byte[] sealed = Vault.open(folder.resolve("key")).encrypt("s3cret ü");

        assertThat(Vault.open(folder.resolve("key")).decrypt(sealed)).isEqualTo("s3cret ü");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("s3cret");
    }

    @Test
    void theSameTextNeverLooksTheSame() {
        Vault vault = Vault.open(folder.resolve("key"));

        assertThat(vault.encrypt("x")).isNotEqualTo(vault.encrypt("x"));
    }

    @Test
    void aChangedValueIsNotBelieved() {
        Vault vault = Vault.open(folder.resolve("key"));
        byte[] sealed = vault.encrypt("x");
        sealed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> vault.decrypt(sealed)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key file");
    }

    @Test
    void onlyTheOwnerReadsTheKeyFile() throws IOException {
        Vault.open(folder.resolve("key"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key")))).isEqualTo("rw-------");
    }

    @Test
    void aForeignKeyFileIsRefused() throws IOException {
        Files.writeString(folder.resolve("key"), "too short");

        assertThatThrownBy(() -> Vault.open(folder.resolve("key"))).hasMessageContaining("9 bytes");
    }

    @Test
    void aSignedLinkOpensForItsPurposeAndTimeOnly() {
        Vault vault = Vault.open(folder.resolve("key"));
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        SignedLinks links = new SignedLinks(vault, Clock.fixed(now, ZoneOffset.UTC));
        SignedLinks later = new SignedLinks(vault, Clock.fixed(now.plusSeconds(61), ZoneOffset.UTC));
        String token = links.seal("logs", "app 100", Duration.ofMinutes(1));

        assertThat(links.open("logs", token)).contains("app 100");
        assertThat(links.open("builds", token)).isEmpty();
        assertThat(later.open("logs", token)).isEmpty();
        assertThat(links.open("logs", "A" + token.substring(1))).isEmpty();
        assertThat(links.open("logs", "")).isEmpty();
        assertThat(links.open("logs", "no-dot")).isEmpty();
    }
}
