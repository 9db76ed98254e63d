package dev.slipway.platform.connect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The npm package of the folder {@code cli}, as {@code npm install} takes it: the same bytes for the same version. */
@Component
class CliPackage {

    private static final String FOLDER = "/cli/";
    private static final int FILE = 0644;
    private static final int PROGRAM = 0755;
    /** npm's own packages have this time, too; without one the archive would change at each start. */
    private static final long TIME = 499_162_500_000L;

    private final byte[] tarball;

    CliPackage() {
        try {
            Map<String, Resource> files = new TreeMap<>();
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:cli/**")) {
                String url = file.getURL().toString();
                if (file.isReadable() && !url.endsWith("/")) {
                    files.put(url.substring(url.lastIndexOf(FOLDER) + FOLDER.length()), file);
                }
            }
            if (!files.containsKey("package.json")) {
                throw new IllegalStateException("The npm package is missing: this jar was built without the folder cli");
            }
            this.tarball = pack(files);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the npm package", e);
        }
    }

    /** A gzipped tar archive. */
    byte[] tarball() {
        return tarball.clone();
    }

    private static byte[] pack(Map<String, Resource> files) throws IOException {
        GzipParameters best = new GzipParameters();
        best.setCompressionLevel(Deflater.BEST_COMPRESSION);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes, best))) {
            for (Map.Entry<String, Resource> file : files.entrySet()) {
                byte[] content;
                try (InputStream in = file.getValue().getInputStream()) {
                    content = in.readAllBytes();
                }
                // npm takes whatever the one folder at the top is called.
                TarArchiveEntry entry = new TarArchiveEntry("package/" + file.getKey());
                entry.setSize(content.length);
                entry.setMode(file.getKey().startsWith("bin/") ? PROGRAM : FILE);
                entry.setModTime(TIME);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
