package dev.slipway.platform.source;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Public;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.app.App;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /sources}, and the URLs they give for an archive. */
@RestController
class SourcesController {

    private final Sources sources;
    private final SourceStore store;

    SourcesController(Sources sources, SourceStore store) {
        this.sources = sources;
        this.store = store;
    }

    record SourceBlob(String getUrl, String putUrl) {}

    record SourceView(SourceBlob sourceBlob) {}

    @PostMapping("/sources")
    @ResponseStatus(HttpStatus.CREATED)
    SourceView create(Account caller, HttpServletRequest request) {
        Sources.Place place = sources.newPlace(caller.id());
        String base = RequestOrigin.of(request) + Sources.PATH;
        return new SourceView(new SourceBlob(base + place.get(), base + place.put()));
    }

    @PostMapping("/apps/{app}/sources")
    @ResponseStatus(HttpStatus.CREATED)
    SourceView create(@Requires(Permission.DEPLOY) App app, Account caller, HttpServletRequest request) {
        return create(caller, request);
    }

    /** Takes the archive as it is, whatever type the client says it has. */
    @Public("the URL is the permission")
    @PutMapping(Sources.PATH + "{token}")
    void put(@PathVariable String token, HttpServletRequest request) throws IOException {
        Sources.Stored stored = sources.openPut(token);
        store.put(stored.account(), stored.id(), request.getInputStream());
    }

    @Public("the URL is the permission")
    @GetMapping(Sources.PATH + "{token}")
    ResponseEntity<Resource> get(@PathVariable String token) {
        return ResponseEntity.ok().contentType(MediaType.parseMediaType("application/gzip"))
                .body(new FileSystemResource(sources.openGet(token)));
    }
}
