package dev.slipway.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class RequestOriginTests {

    @ParameterizedTest
    @CsvSource({
        "paas.example.org,      https, https://paas.example.org",
        "paas.example.org:8443, https, https://paas.example.org:8443",
        "paas.example.org:8080, http,  http://paas.example.org:8080",
        "localhost:8080,        http,  http://localhost:8080",
        "localhost:39001,       https, http://localhost:39001"})
    void urlsLeadBackTheWayTheRequestCame(String host, String proto, String expected) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Host", host);
        request.addHeader("X-Forwarded-Proto", proto);

        assertThat(RequestOrigin.of(request)).isEqualTo(expected);
    }
}
