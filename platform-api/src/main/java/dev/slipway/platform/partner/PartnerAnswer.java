package dev.slipway.platform.partner;

import java.util.Map;

/** What a provider answered to a request of Slipway's. */
sealed interface PartnerAnswer {

    /**
     * Done, or taken on.
     *
     * @param later   whether the provider works on it still (202)
     * @param id      what it calls the add-on; may be empty
     * @param config  whole names of config vars and their values; empty if it says nothing of them
     * @param message for people, may be empty
     */
    record Accepted(boolean later, String id, Map<String, String> config, String message) implements PartnerAnswer {}

    /** It does not want to. @param message its words for people; may be empty */
    record Refused(int status, String message) implements PartnerAnswer {}

    /** It has no such add-on, or not any more. */
    record Gone() implements PartnerAnswer {}

    /** Nothing that can be used came back. @param reason the end of a sentence: "did not answer within 25 seconds" */
    record Failed(String reason) implements PartnerAnswer {}
}
