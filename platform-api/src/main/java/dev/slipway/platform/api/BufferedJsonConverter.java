package dev.slipway.platform.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.util.DigestUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes JSON with its length, and where it may be cached with an {@code ETag} of its bytes; 304 without a body to a client
 * that has these bytes. Without the length Tomcat would send chunks, after which the Heroku CLI's HTTP client, when the
 * connection closes, at times takes a complete answer for a broken one ("Premature close"). What is streamed is not written
 * here, so nothing of it is held back.
 *
 * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#caching">Platform API, Caching</a>
 */
public final class BufferedJsonConverter extends JacksonJsonHttpMessageConverter {

    public BufferedJsonConverter(JsonMapper mapper) {
        super(mapper);
    }

    @Override
    protected void writeInternal(Object object, ResolvableType type, HttpOutputMessage output,
                                 @Nullable Map<String, Object> hints) throws IOException {
        Bytes bytes = new Bytes(output.getHeaders());
        super.writeInternal(object, type, bytes, hints);
        byte[] body = bytes.body.toByteArray();
        if (output instanceof ServletServerHttpResponse response && cacheable(response)) {
            String etag = "\"" + DigestUtils.md5DigestAsHex(body) + "\"";
            output.getHeaders().setETag(etag);
            if (request().getHeader(HttpHeaders.IF_NONE_MATCH) instanceof String known && (known.contains(etag) || known.equals("*"))) {
                response.setStatusCode(HttpStatus.NOT_MODIFIED);
                return;
            }
        }
        output.getHeaders().setContentLength(body.length);
        output.getBody().write(body);
    }

    private static boolean cacheable(ServletServerHttpResponse response) {
        return response.getServletResponse().getStatus() == HttpStatus.OK.value() && request().getMethod().equals("GET");
    }

    private static HttpServletRequest request() {
        return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    }

    private record Bytes(HttpHeaders headers, ByteArrayOutputStream body) implements HttpOutputMessage {

        Bytes(HttpHeaders headers) {
            this(headers, new ByteArrayOutputStream());
        }

        @Override
        public OutputStream getBody() {
            return body;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
