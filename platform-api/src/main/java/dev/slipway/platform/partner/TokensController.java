package dev.slipway.platform.partner;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /oauth/token}, where providers exchange the code of an order for tokens, and refresh them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5">RFC 6749 §5, Issuing an access token</a>
 */
@Public("the code and the provider's secret are the permission")
@RestController
class TokensController {

    private final Grants grants;
    private final PartnerManifests manifests;
    private final Addons addons;

    TokensController(Grants grants, PartnerManifests manifests, Addons addons) {
        this.grants = grants;
        this.manifests = manifests;
        this.addons = addons;
    }

    /** @param expiresIn seconds */
    record TokenView(String accessToken, String refreshToken, long expiresIn, String tokenType) {}

    /** RFC 6749 §5.2, and Heroku's two fields beside its own. */
    record ErrorView(String error, String errorDescription, String id, String message) {}

    @PostMapping(path = "/oauth/token", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Object> exchange(@RequestParam(name = "grant_type", defaultValue = "") String type,
                                    @RequestParam(defaultValue = "") String code,
                                    @RequestParam(name = "refresh_token", defaultValue = "") String refreshToken,
                                    @RequestParam(name = "client_secret", defaultValue = "") String secret) {
        return switch (type) {
            case "authorization_code" -> answer(grants.exchange(code, addon -> isProvider(addon, secret)));
            case "refresh_token" -> answer(grants.refresh(refreshToken, addon -> isProvider(addon, secret)));
            default -> error("unsupported_grant_type", "The grant_type must be authorization_code or refresh_token.");
        };
    }

    private static ResponseEntity<Object> answer(Optional<Grants.Tokens> tokens) {
        if (tokens.isEmpty()) {
            return error("invalid_grant", "The code or the refresh token is not good, was used before, or is not for the provider "
                    + "that has this client_secret.");
        }
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new TokenView(tokens.get().access().value(),
                tokens.get().refresh().value(), Grants.ACCESS_LIFE.toSeconds(), "Bearer"));
    }

    private static ResponseEntity<Object> error(String error, String description) {
        return ResponseEntity.status(HttpStatus.BAD_REQUEST).cacheControl(CacheControl.noStore())
                .body(new ErrorView(error, description, error, description));
    }

    private boolean isProvider(UUID addonId, String secret) {
        return addons.find(addonId).map(Addon::service).flatMap(manifests::find).map(PartnerManifest::clientSecret)
                .filter(known -> MessageDigest.isEqual(bytes(known), bytes(secret))).isPresent();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
