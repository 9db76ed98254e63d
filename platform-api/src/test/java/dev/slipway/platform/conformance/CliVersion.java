package dev.slipway.platform.conformance;

/** The CLIs that are tried: the newest, and the newest of the two older generations that teachers still have installed. */
enum CliVersion {

    V11("11.10.0"),
    V10("10.17.0"),
    /** Speaks differently on the wire: Basic authentication, and a Range on every request. */
    V8("8.11.5");

    private final String npm;

    CliVersion(String npm) {
        this.npm = npm;
    }

    /** As on npm. */
    String npm() {
        return npm;
    }

    /** 8, 10 or 11. */
    int major() {
        return Integer.parseInt(name().substring(1));
    }
}
