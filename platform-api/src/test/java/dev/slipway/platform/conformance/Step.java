package dev.slipway.platform.conformance;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that must be there before a command. In the table either a call, which must succeed, or a call with what it must
 * answer, as in {@code then}, which is waited for.
 *
 * @param call   see {@link ApiCall}
 * @param wanted see {@link Expectation}; empty if the call is made once
 */
record Step(String call, Map<String, @Nullable Object> wanted) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Step once(String call) {
        return new Step(call, Map.of());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Step awaited(Map<String, Map<String, @Nullable Object>> call) {
        if (call.size() != 1) {
            throw new IllegalArgumentException("each call that is waited for is an element of its own: " + call.keySet());
        }
        Map.Entry<String, Map<String, @Nullable Object>> only = call.entrySet().iterator().next();
        return new Step(only.getKey(), only.getValue());
    }
}
