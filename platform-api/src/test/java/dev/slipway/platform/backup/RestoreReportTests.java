package dev.slipway.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestoreReportTests {

    private static RestoreReport of(String lines) {
        RestoreReport report = new RestoreReport();
        lines.lines().forEach(report::line);
        return report;
    }

    @Test
    void errorsThatCostNoRowsAreCounted() {
        RestoreReport report = of("""
                pg_restore: connecting to database for restore
                pg_restore: creating FUNCTION "public.TABLE DATA(integer)"
                pg_restore: while PROCESSING TOC:
                pg_restore: from TOC entry 3456; 0 0 COMMENT EXTENSION hstore \s
                pg_restore: error: could not execute query: ERROR:  must be owner of extension hstore
                Command was: COMMENT ON EXTENSION hstore IS 'data type';
                pg_restore: from TOC entry 3460; 1255 16500 FUNCTION TABLE DATA(integer) app
                pg_restore: error: could not execute query: ERROR:  language "plpython3u" does not exist
                pg_restore: warning: errors ignored on restore: 2""");

        assertThat(report.failure(1)).isEmpty();
        assertThat(report.warnings()).isEqualTo(2);
        assertThat(report.lines()).hasSize(6).noneMatch(line -> line.contains("creating"));
    }

    @Test
    void rowsThatAreLostMakeItFail() {
        assertThat(of("""
                pg_restore: from TOC entry 3456; 0 16390 TABLE DATA items app
                pg_restore: error: COPY failed for table "items": ERROR:  disk full
                pg_restore: warning: errors ignored on restore: 1""").failure(1)).get().asString().contains("disk full");
        assertThat(of("""
                pg_restore: from TOC entry 217; 1259 16390 TABLE items app
                pg_restore: error: could not execute query: ERROR:  type "public.citext" does not exist
                pg_restore: warning: errors ignored on restore: 1""").failure(1)).get().asString().contains("citext");
    }

    @Test
    void aDumpThatWasCutOffIsCalledSo() {
        assertThat(of("pg_restore: error: could not read from input file: end of file").failure(1)).get().asString()
                .contains("damaged or was cut off");
        assertThat(of("pg_restore: error: unsupported version (1.99) in file header").failure(1)).get().asString()
                .contains("newer pg_dump");
        assertThat(of("").failure(137)).isPresent();
        assertThat(of("").failure(0)).isEmpty();
    }
}
