package dev.slipway.searchbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.opensearch.client.node.NodeClient;
import org.opensearch.common.util.concurrent.ThreadContext;
import org.opensearch.plugins.ActionPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.rest.BytesRestResponse;
import org.opensearch.rest.RestChannel;
import org.opensearch.rest.RestHandler;
import org.opensearch.rest.RestRequest;
import org.opensearch.rest.RestStatus;

/**
 * Asks for the password of {@code SEARCHBOX_USER} and {@code SEARCHBOX_PASSWORD}, and tells Elasticsearch's clients what
 * they want to hear before they go on: OpenSearch speaks the API of Elasticsearch 7.10.
 */
public final class PasswordPlugin extends Plugin implements ActionPlugin {
    private static final String MAIN = """
            {
              "name" : "searchbox",
              "cluster_name" : "searchbox",
              "version" : {
                "number" : "7.10.2",
                "build_flavor" : "default",
                "lucene_version" : "8.10.1",
                "minimum_wire_compatibility_version" : "6.8.0",
                "minimum_index_compatibility_version" : "6.0.0-beta1"
              },
              "tagline" : "You Know, for Search"
            }
            """;

    private final byte[] expected = ("Basic " + Base64.getEncoder().encodeToString(
            (System.getenv("SEARCHBOX_USER") + ":" + System.getenv("SEARCHBOX_PASSWORD")).getBytes(StandardCharsets.UTF_8)))
            .getBytes(StandardCharsets.US_ASCII);

    @Override
    public UnaryOperator<RestHandler> getRestHandlerWrapper(ThreadContext context) {
        return handler -> new Guarded(handler, context);
    }

    private final class Guarded extends RestHandler.Wrapper {
        private final ThreadContext context;

        Guarded(RestHandler delegate, ThreadContext context) {
            super(delegate);
            this.context = context;
        }

        @Override
        public void handleRequest(RestRequest request, RestChannel channel, NodeClient client) throws Exception {
            context.addResponseHeader("X-Elastic-Product", "Elasticsearch");
            String given = request.header("Authorization");
            if (given == null || !MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
                BytesRestResponse refusal = new BytesRestResponse(RestStatus.UNAUTHORIZED, "application/json",
                        "{\"error\":\"the user or the password is wrong\",\"status\":401}");
                refusal.addHeader("WWW-Authenticate", "Basic realm=\"searchbox\"");
                channel.sendResponse(refusal);
            } else if (request.path().equals("/")) {
                channel.sendResponse(new BytesRestResponse(RestStatus.OK, "application/json",
                        request.method() == RestRequest.Method.HEAD ? "" : MAIN));
            } else {
                super.handleRequest(request, channel, client);
            }
        }
    }
}
