package dev.slipway.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskWatchTests {

    @Test
    void freeBytesAreReadFromDf() {
        assertThat(DiskWatch.available("      Avail\n78003269632\n")).hasValue(78_003_269_632L);
    }

    @Test
    void whatIsNoNumberIsNotKnown() {
        assertThat(DiskWatch.available("")).isEmpty();
        assertThat(DiskWatch.available("Avail\n-\n")).isEmpty();
        assertThat(DiskWatch.available("df: /x: No such file or directory\n")).isEmpty();
    }
}
