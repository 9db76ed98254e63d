package dev.slipway.platform.source;

import dev.slipway.platform.net.DownloadOutcome;
import dev.slipway.platform.net.Downloads;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Downloads archives from other servers. */
@Component
class SourceDownloads implements AutoCloseable {

    private final SourceSettings settings;
    private final Downloads downloads;

    SourceDownloads(SourceSettings settings) {
        this.settings = settings;
        this.downloads = new Downloads(settings.servers());
    }

    /** See {@link SourceArchive#fetch}. */
    Optional<String> fetch(URI url, Path file) throws IOException, InterruptedException {
        try (OutputStream out = Files.newOutputStream(file)) {
            return switch (downloads.fetch(url, out, settings.maxBytes(), settings.patience())) {
                case DownloadOutcome.Complete() -> Optional.empty();
                case DownloadOutcome.Refused(int status) -> Optional.of("The source's server answered with status " + status
                        + ". Check the url.");
                case DownloadOutcome.TooLarge() -> Optional.of("The source archive is larger than "
                        + settings.maxBytes() / 1_000_000 + " MB. Keep large files out of it.");
                case DownloadOutcome.TooSlow() -> Optional.of("The source's server took longer than "
                        + settings.patience().toMinutes() + " minutes.");
                case DownloadOutcome.Forbidden() -> Optional.of("Sources cannot come from " + url.getHost()
                        + ", nor from where it redirects to: that is not a public address. Upload the source instead, to a URL "
                        + "from: POST /sources");
                case DownloadOutcome.NoSuchHost() -> Optional.of("There is no server " + url.getHost()
                        + ". Check the source's url.");
                case DownloadOutcome.Failed() -> Optional.of("The source could not be downloaded from " + url.getHost()
                        + ". Check its url, and try again.");
            };
        }
    }

    @Override
    public void close() throws IOException {
        downloads.close();
    }
}
