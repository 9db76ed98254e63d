package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where a client's users are sent back to: an absolute https address without fragment; http on the user's machine only. */
record RedirectUri(URI value) {

    private static final int LONGEST = 2000;

    /** @throws ApiException 422 if it is not such an address */
    static RedirectUri parse(@Nullable String text) {
        try {
            if (text != null && text.length() <= LONGEST) {
                URI uri = new URI(text);
                boolean local = "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
                if (uri.getHost() != null && uri.getFragment() == null
                        && ("https".equals(uri.getScheme()) || local && "http".equals(uri.getScheme()))) {
                    return new RedirectUri(uri);
                }
            }
        } catch (URISyntaxException e) {
            // Refused below, like all that is no address.
        }
        throw ApiException.invalid("The redirect_uri must be an address like https://example.org/callback. "
                + "http is for localhost only.");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
