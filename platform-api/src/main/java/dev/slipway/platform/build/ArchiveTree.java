package dev.slipway.platform.build;

import dev.slipway.builder.SourceTarball;
import dev.slipway.platform.source.SourceArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The source tree in an archive.
 *
 * @param checksum what the archive must have, in the form of {@link Checksums}; null if that was not said
 * @param maxBytes largest tree
 */
record ArchiveTree(SourceArchive archive, @Nullable String checksum, long maxBytes) implements SourceTree {

    @Override
    public Fetched fetch(Path scratch, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("-----> Fetching source");
        Path upload = scratch.resolve("upload");
        Optional<String> unreachable = archive.fetch(upload);
        if (unreachable.isPresent()) {
            return new Fetched.Refused(unreachable.get());
        }
        String actual = checksum(upload);
        if (checksum != null && !checksum.equalsIgnoreCase(actual)) {
            return new Fetched.Refused("The source has the checksum " + actual + " instead of " + checksum
                    + ". It was cut short or changed on its way: upload it again.");
        }
        Path tar = scratch.resolve("source.tar");
        Optional<String> refusal = SourceTarball.unpack(upload, tar, maxBytes);
        Files.delete(upload);
        return refusal.<Fetched>map(Fetched.Refused::new).orElseGet(() -> new Fetched.Tree(tar, actual));
    }

    private static String checksum(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), Checksums.sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return Checksums.format(in.getMessageDigest());
        }
    }
}
