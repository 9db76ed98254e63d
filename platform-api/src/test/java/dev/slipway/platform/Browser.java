package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * Somebody's browser: keeps cookies, follows redirects, fills in forms, and says where a form came from. It runs no scripts,
 * and our pages have none.
 */
public final class Browser {

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final URI server;
    private final Map<String, String> headers = new LinkedHashMap<>();

    /** @param server scheme, host and port */
    public Browser(URI server) {
        this.server = server;
        headers.put("Origin", server.toString());
        headers.put("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    }

    static Browser on(int port) {
        return new Browser(URI.create("http://127.0.0.1:" + port));
    }

    /** Sends this with every request from now on; an empty value takes a header away. */
    Browser with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** What a request ended with, after all redirects. */
    public record Page(int status, String path, Document document, HttpResponse<String> response) {

        public Page is(int expected) {
            assertThat(status).as(response.body()).isEqualTo(expected);
            return this;
        }

        public String heading() {
            return text("h1");
        }

        /** Text of what {@code selector} selects; empty if there is none. */
        public String text(String selector) {
            return document.select(selector).text();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** @param address a path, or an address of this server */
    public Page open(String address) throws Exception {
        return send(HttpRequest.newBuilder(server.resolve(address)).GET());
    }

    /**
     * Presses a button, after filling in the fields of its form.
     *
     * @param button what it says, or what it is called for those who do not see it
     * @param typed  values by the names of fields, which must be there to be seen
     */
    public Page press(Page page, String button, Map<String, String> typed) throws Exception {
        Element pressed = page.document().select("button").stream()
                .filter(one -> one.text().equals(button) || one.attr("aria-label").equals(button)).findFirst()
                .orElseThrow(() -> new AssertionError("no button " + button + " in " + page.document().body()));
        FormElement form = Optional.ofNullable((FormElement) pressed.closest("form")).orElseThrow();
        typed.forEach((name, value) -> {
            Element field = form.selectFirst("input[name=" + name + "]:not([type=hidden])");
            assertThat(field).as("field %s in %s", name, form).isNotNull();
            assertThat(form.selectFirst("label[for=" + field.id() + "]")).as("label of %s", name).isNotNull();
            field.val(value);
        });
        assertThat(form.attr("method")).isEqualTo("post");
        Map<String, String> fields = new LinkedHashMap<>();
        form.formData().forEach(field -> fields.put(field.key(), field.value()));
        return post(form.attr("action"), fields);
    }

    public Page press(Page page, String button) throws Exception {
        return press(page, button, Map.of());
    }

    /** Sends a form as it may come from anywhere. */
    Page post(String path, Map<String, String> fields) throws Exception {
        String form = fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(server.resolve(path)).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    private Page send(HttpRequest.Builder request) throws Exception {
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Page(response.statusCode(), response.uri().getPath(), Jsoup.parse(response.body(), response.uri().toString()),
                response);
    }
}
