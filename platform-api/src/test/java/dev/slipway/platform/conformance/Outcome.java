package dev.slipway.platform.conformance;

import java.util.List;

/**
 * What came of one row with one CLI.
 *
 * @param failure   why it is not as the row says; empty if it is
 * @param exchanges what the CLI asked
 * @param strangers hosts beyond this machine that the command tried to reach
 */
record Outcome(Row row, CliVersion version, String failure, List<Exchange> exchanges, List<String> strangers) {

    boolean passed() {
        return failure.isEmpty();
    }
}
