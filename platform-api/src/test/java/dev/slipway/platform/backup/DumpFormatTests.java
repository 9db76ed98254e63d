package dev.slipway.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DumpFormatTests {

    @Test
    void onlyTheCustomFormatIsTaken() {
        assertThat(of("PGDMP\u0001\u000f")).isEqualTo(DumpFormat.CUSTOM);
        assertThat(DumpFormat.CUSTOM.objection()).isEmpty();
    }

    @Test
    void everythingElseIsExplained() {
        assertThat(of("")).isEqualTo(DumpFormat.EMPTY);
        assertThat(of("--\n-- PostgreSQL database dump\n--\nSET statement_timeout = 0;")).isEqualTo(DumpFormat.SQL);
        assertThat(of("create table a(i int);\n\\! id")).isEqualTo(DumpFormat.SQL);
        assertThat(of("  <!DOCTYPE html><html>")).isEqualTo(DumpFormat.PAGE);
        assertThat(of("PK\u0003\u0004")).isEqualTo(DumpFormat.COMPRESSED);
        assertThat(DumpFormat.of(new byte[] {0x1f, (byte) 0x8b, 8})).isEqualTo(DumpFormat.COMPRESSED);
        assertThat(DumpFormat.of(new byte[] {0, 1, 2, 3})).isEqualTo(DumpFormat.UNKNOWN);
        byte[] tar = new byte[512];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertThat(DumpFormat.of(tar)).isEqualTo(DumpFormat.TAR);
        for (DumpFormat format : DumpFormat.values()) {
            assertThat(format.objection().isPresent()).isEqualTo(format != DumpFormat.CUSTOM);
        }
    }

    private static DumpFormat of(String head) {
        return DumpFormat.of(head.getBytes(StandardCharsets.UTF_8));
    }
}
