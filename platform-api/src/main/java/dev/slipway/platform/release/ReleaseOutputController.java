package dev.slipway.platform.release;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.crypto.SignedLinks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code output_stream_url} of releases: what the release command printed, and goes on printing. */
@RestController
class ReleaseOutputController {

    private static final String PURPOSE = "release-output";
    private static final Duration LIFE = Duration.ofHours(1);
    /** The CLI asks right after a rollback, when its command is about to begin. */
    private static final Duration BEGIN = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Apps apps;
    private final Releases releases;
    private final ReleaseOutputs outputs;
    private final SignedLinks links;
    private volatile boolean closing;

    ReleaseOutputController(Apps apps, Releases releases, ReleaseOutputs outputs, SignedLinks links) {
        this.apps = apps;
        this.releases = releases;
        this.outputs = outputs;
        this.links = links;
    }

    /** A URL that needs no credentials; for a release that has a release command. */
    String url(HttpServletRequest request, App app, Release release) {
        return RequestOrigin.of(request) + "/streams/releases/"
                + links.seal(PURPOSE, app.id() + " " + release.id(), LIFE);
    }

    /** 404 while the command has not begun. */
    @Public("the URL is the permission")
    @GetMapping("/streams/releases/{token}")
    void stream(@PathVariable String token, HttpServletResponse response) throws IOException {
        String[] ids = links.open(PURPOSE, token).orElseThrow(() -> ApiException.notFound("release")).split(" ");
        App app = apps.find(UUID.fromString(ids[0])).orElseThrow(() -> ApiException.notFound("release"));
        try {
            Release release = begun(app, ids[1]);
            Optional<ReleaseOutput> running = outputs.running(release);
            String kept = running.isPresent() ? "" : outputs.kept(release)
                    .orElseThrow(() -> ApiException.notFound("release output", "The release command has not started yet."));
            response.setContentType("text/plain;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            OutputStream out = response.getOutputStream();
            out.write(kept.getBytes(StandardCharsets.UTF_8));
            if (running.isPresent()) {
                follow(running.get(), out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The release, once its command has begun or it is clear that it does not begin soon. */
    private Release begun(App app, String id) throws InterruptedException {
        long end = System.nanoTime() + BEGIN.toNanos();
        while (true) {
            Release release = releases.require(app, id);
            if (release.status() != Release.Status.PENDING || outputs.running(release).isPresent()
                    || outputs.kept(release).isPresent() || System.nanoTime() > end || closing) {
                return release;
            }
            Thread.sleep(LOOK);
        }
    }

    private void follow(ReleaseOutput output, OutputStream out) throws IOException, InterruptedException {
        int sent = 0;
        while (!closing) {
            boolean last = output.isClosed();
            String text = output.after(sent, WAIT);
            sent += text.length();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (last) {
                return;
            }
        }
    }

    /** Streams end at once when the platform stops. */
    @EventListener
    void closing(ContextClosedEvent event) {
        closing = true;
    }
}
