package dev.slipway.platform.conformance;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which rows a run tries with which CLI. {@code -Dconformance=whole}: every row with every CLI, which the document is written
 * from. Without it: what every tutorial needs, with the newest CLI, and a few commands with the older ones.
 * {@code -Dconformance.only=REGEX}: the rows with such ids; {@code -Dconformance.cli=11,8}: every row with these CLIs.
 *
 * @param only   of a row's id
 * @param majors of the CLIs
 * @param writes whether the document gets what is seen
 */
record Selection(Kind kind, Pattern only, List<Integer> majors, boolean writes) {

    /** How much is tried. */
    enum Kind { WHOLE, PART, DEFAULT }

    static Selection ofThisRun() {
        String only = System.getProperty("conformance.only", "");
        String cli = System.getProperty("conformance.cli", "");
        Kind kind = !only.isEmpty() || !cli.isEmpty() ? Kind.PART
                : System.getProperty("conformance", "").equals("whole") ? Kind.WHOLE : Kind.DEFAULT;
        List<Integer> majors = cli.isEmpty() ? Stream.of(CliVersion.values()).map(CliVersion::major).toList()
                : Pattern.compile(",").splitAsStream(cli).map(Integer::valueOf).toList();
        return new Selection(kind, Pattern.compile(only), majors, Boolean.getBoolean("conformance.write"));
    }

    boolean isWhole() {
        return kind == Kind.WHOLE;
    }

    boolean tries(Row row, CliVersion version) {
        return row.runsWith(version) && majors.contains(version.major()) && only.matcher(row.id()).find() && switch (kind) {
            case WHOLE, PART -> true;
            case DEFAULT -> row.smoke() || version == CliVersion.V11 && (row.core() || !row.tutorial().isEmpty());
        };
    }
}
