package dev.slipway.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.HandlerMapping;

@ExtendWith(OutputCaptureExtension.class)
class ApiErrorsTests {

    @Test
    void theSecretOfALinkIsNotLogged(CapturedOutput output) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/streams/logs/secret-token");
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/streams/logs/{token}");

        new ApiErrors().unexpected(new IllegalStateException("broken"), request);

        assertThat(output).contains("GET /streams/logs/{token} failed").contains("broken").doesNotContain("secret-token");
    }
}
