package dev.slipway.platform.source;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.crypto.SignedLinks;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Where the archive of a build may come from: this installation's own store, or a server that is not a part of it. */
@Service
public class Sources {

    /** Where archives are put and fetched; behind it comes a token. */
    static final String PATH = "/streams/sources/";

    private static final String GET = "source-get";
    private static final String PUT = "source-put";
    private static final int LONGEST_URL = 4000;

    private final SourceStore store;
    private final SourceDownloads downloads;
    private final SignedLinks links;

    Sources(SourceStore store, SourceDownloads downloads, SignedLinks links) {
        this.store = store;
        this.downloads = downloads;
        this.links = links;
    }

    /** An archive in the store, whether or not it was uploaded yet. */
    record Stored(UUID account, UUID id) {}

    /** A place for an archive: what stands behind {@link #PATH} in the URLs to put and to get it. */
    record Place(String put, String get) {}

    Place newPlace(UUID account) {
        String payload = account + " " + UUID.randomUUID();
        return new Place(links.seal(PUT, payload, SourceStore.LIFE), links.seal(GET, payload, SourceStore.LIFE));
    }

    /** @throws ApiException 404 if the token is not one of ours, or too old */
    Stored openPut(String token) {
        return stored(links.open(PUT, token));
    }

    /** @throws ApiException 404 if the token is not one of ours or too old, or nothing was uploaded */
    Path openGet(String token) {
        Stored stored = stored(links.open(GET, token));
        return store.find(stored.account(), stored.id()).orElseThrow(() -> ApiException.notFound("source",
                "There is no source at this URL. Upload it to its put_url first."));
    }

    private static Stored stored(Optional<String> payload) {
        String[] ids = payload.orElseThrow(() -> ApiException.notFound("source",
                "This URL is not valid, or too old. Get a new one with: POST /sources")).split(" ");
        return new Stored(UUID.fromString(ids[0]), UUID.fromString(ids[1]));
    }

    /**
     * The archive at a URL that a user gave. What is in the store must have been uploaded by now; what is elsewhere is
     * asked for when it is fetched.
     *
     * @throws ApiException 422 if archives cannot come from there
     */
    public SourceArchive at(String url) {
        URI uri = parse(url);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (path.startsWith(PATH)) {
            Path stored = openGet(path.substring(PATH.length()));
            return file -> {
                if (!Files.exists(stored)) {
                    return Optional.of("The uploaded source is too old and was deleted. Upload it again.");
                }
                Files.copy(stored, file);
                return Optional.empty();
            };
        }
        return file -> downloads.fetch(uri, file);
    }

    private static URI parse(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (url.length() <= LONGEST_URL && http && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Answered below.
        }
        throw ApiException.invalid("The source's url must be an http or https URL, without user name and password in it. "
                + "To upload a source, get a URL with: POST /sources");
    }

    /** Scheme, host and path of a URL that {@link #at} took: without its query, which may hold a secret. Empty for this installation's own. */
    public static Optional<String> withoutSecrets(String url) {
        URI uri = URI.create(url);
        return uri.getRawPath() != null && uri.getRawPath().startsWith(PATH) ? Optional.empty()
                : Optional.of(uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath());
    }
}
