package dev.slipway.platform.release;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

/** What release commands printed, and print. */
@Service
public class ReleaseOutputs {

    private final ReleaseOutputRepository outputs;
    private final ReleaseRepository releases;
    private final Map<UUID, ReleaseOutput> running = new ConcurrentHashMap<>();

    ReleaseOutputs(ReleaseOutputRepository outputs, ReleaseRepository releases) {
        this.outputs = outputs;
        this.releases = releases;
    }

    /** The release command of {@code release} begins; what it printed in an attempt before is forgotten. */
    public ReleaseOutput begin(Release release) {
        ReleaseOutput output = new ReleaseOutput(text -> save(release.id(), text), () -> running.remove(release.id()));
        running.put(release.id(), output); // before the row: who finds a row and nothing running has found the end
        save(release.id(), "");
        return output;
    }

    /** The output of a command that runs. */
    Optional<ReleaseOutput> running(Release release) {
        return Optional.ofNullable(running.get(release.id()));
    }

    /** The output of a command that has ended, or was cut short; empty if there never was one. */
    Optional<String> kept(Release release) {
        return outputs.findById(release.id()).map(output -> output.text);
    }

    private void save(UUID releaseId, String text) {
        // The app, and its releases with it, may have been destroyed meanwhile.
        if (releases.existsById(releaseId)) {
            ReleaseOutputEntity output = new ReleaseOutputEntity();
            output.releaseId = releaseId;
            output.text = text;
            outputs.save(output);
        }
    }
}
