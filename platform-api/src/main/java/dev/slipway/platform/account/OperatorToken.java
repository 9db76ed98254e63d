package dev.slipway.platform.account;

import dev.slipway.platform.crypto.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The token of whoever has the machine itself, in a file that only they can read. With it {@code ./slipway users}
 * administers accounts, also when there is no administrator yet or none who remembers a password.
 */
public record OperatorToken(String value) {

    /** Stands for them as a caller; no row of a table may refer to this id. */
    public static final Account OPERATOR = new Account(new UUID(0, 0), "operator", null, true, null, Instant.EPOCH, Instant.EPOCH);

    private static final String ITS_ROUTES = "/admin/";

    /** Reads the token, or makes it where there is none. */
    public static OperatorToken open(Path file) {
        return new OperatorToken(SecretFile.open(file, "rw-------"));
    }

    /** Whether {@code request} comes with this token to one of the routes that it opens. */
    boolean calls(NativeWebRequest request) {
        return request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST)
                instanceof String route && route.startsWith(ITS_ROUTES)
                && is(Credentials.of(request.getHeader(HttpHeaders.AUTHORIZATION)).password());
    }

    private boolean is(String given) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "OperatorToken";
    }
}
