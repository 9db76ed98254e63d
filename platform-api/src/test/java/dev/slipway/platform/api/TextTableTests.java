package dev.slipway.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTests {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"})
    void aSpreadsheetTakesNoTextForAFormula(String text) {
        assertThat(TextTable.CSV.of(List.of("email", "name"), List.<Object[]>of(new Object[] {"ada@example.org", text})))
                .isEqualTo("email,name\r\nada@example.org,'" + text + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada", "a=b", "O'Neil", "'=1"})
    void otherTextStaysAsItIs(String text) {
        assertThat(TextTable.CSV.of(List.of("name", "count"), List.<Object[]>of(new Object[] {"x" + text, -1})))
                .isEqualTo("name,count\r\nx" + text + ",-1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "-1"})
    void scriptsGetWhatIsThere(String text) {
        assertThat(TextTable.TSV.of(List.of("name"), List.<Object[]>of(new Object[] {text}))).isEqualTo("name\n" + text + "\n");
    }
}
