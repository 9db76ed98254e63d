package dev.slipway.platform.user;

import dev.slipway.platform.api.ApiException;
import org.jspecify.annotations.Nullable;

/** What becomes of the apps and pipelines of somebody whose account is deleted, and of the teams that they alone led. */
sealed interface Farewell {

    /** There must be none of these. */
    record Nothing() implements Farewell {}

    /** Teams go to the member who is there for longest, and are destroyed where nobody else is. */
    record Destroy() implements Farewell {}

    /** @param to e-mail address or id of an account */
    record Transfer(String to) implements Farewell {}

    /**
     * Reads the parameters of a request.
     *
     * @throws ApiException 400 if they make no sense
     */
    static Farewell of(@Nullable String apps, @Nullable String to) {
        if (apps == null && to == null) {
            return new Nothing();
        }
        if ("destroy".equals(apps) && to == null) {
            return new Destroy();
        }
        if ("transfer".equals(apps) && to != null) {
            return new Transfer(to);
        }
        throw ApiException.badRequest("Say what becomes of the apps: apps=destroy, or apps=transfer&to=EMAIL.");
    }
}
