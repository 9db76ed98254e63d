package dev.slipway.platform.conformance;

import tools.jackson.databind.JsonNode;

/**
 * One request of the CLI and its answer.
 *
 * @param path     without the query
 * @param json     whether the answer said it was JSON
 * @param answer   its body; missing if it had none
 */
record Exchange(String method, String path, int status, boolean json, JsonNode answer) {

    /** Whether Slipway knows no such endpoint, as opposed to no such thing. */
    boolean unknownEndpoint() {
        return status == 404 && answer.path("message").asString("").startsWith("Slipway has no endpoint");
    }

    @Override
    public String toString() {
        return method + " " + path + " → " + status;
    }
}
