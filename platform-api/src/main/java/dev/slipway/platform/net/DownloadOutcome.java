package dev.slipway.platform.net;

/** What became of a download. */
public sealed interface DownloadOutcome {

    record Complete() implements DownloadOutcome {}

    /** @param status of the server's answer, none of which is kept */
    record Refused(int status) implements DownloadOutcome {}

    /** There is more than was wanted. */
    record TooLarge() implements DownloadOutcome {}

    record TooSlow() implements DownloadOutcome {}

    /** The URL, or one it redirects to, leads to an address that is not for users. */
    record Forbidden() implements DownloadOutcome {}

    record NoSuchHost() implements DownloadOutcome {}

    /** The connection was not made or broke. */
    record Failed() implements DownloadOutcome {}
}
