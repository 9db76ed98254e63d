package dev.slipway.builder;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** The index of an untrusted source tar, read once and found harmless; file contents stay in the tar. */
final class SourceTree {

    /** Root files that detection, versions and process types are read from. */
    private static final Set<String> READ_FILES =
            Set.of("Procfile", "runtime.txt", ".python-version", "system.properties", "pom.xml");
    private static final int MAX_READ_BYTES = 1 << 20;
    private static final int MAX_ENTRIES = 200_000;

    private final Path tar;
    private final Map<String, Kind> entries = new LinkedHashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    private enum Kind { FILE, DIRECTORY, SYMLINK }

    private SourceTree(Path tar) {
        this.tar = tar;
    }

    /**
     * @throws BuildFailedException if the tar could write outside its root, or holds what no source tree does
     * @throws IOException            if the file cannot be read as a tar
     */
    static SourceTree read(Path tar) throws IOException {
        SourceTree tree = new SourceTree(tar);
        try (TarArchiveInputStream in = open(tar)) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = name(entry);
                if (name.isEmpty()) {
                    continue;
                }
                tree.add(name, kind(entry));
                if (entry.isFile() && READ_FILES.contains(name)) {
                    refuseIf(entry.getSize() > MAX_READ_BYTES, name, "it is larger than 1 MB");
                    tree.texts.put(name, TextFile.decode(in.readAllBytes()));
                }
            }
        }
        refuseIf(tree.entries.get("Procfile") == Kind.SYMLINK, "Procfile", "it is a symbolic link; make it a plain file");
        return tree;
    }

    boolean hasFile(String name) {
        return entries.get(name) == Kind.FILE;
    }

    /** Paths of all plain files, relative to the root, in the tar's order. */
    List<String> files() {
        return entries.keySet().stream().filter(this::hasFile).toList();
    }

    /** The text of one of the root files that the builder reads itself; empty if the tree has none of this name. */
    Optional<String> text(String name) {
        Check.that(READ_FILES.contains(name), "not among the files that are read: %s", name);
        return Optional.ofNullable(texts.get(name));
    }

    /**
     * Writes the tree as a tar whose files belong to the user app. It is written anew rather than passed on, so that
     * Docker's reading of the tar cannot differ from the one that was checked.
     */
    void writeTo(OutputStream out) throws IOException {
        try (TarArchiveInputStream in = open(tar); AppTar app = new AppTar(out)) {
            for (Map.Entry<String, Kind> entry : entries.entrySet()) {
                if (entry.getValue() == Kind.DIRECTORY) {
                    app.directory(entry.getKey());
                }
            }
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isSymbolicLink()) {
                    app.symlink(name(entry), entry.getLinkName());
                } else if (entry.isFile()) {
                    boolean executable = (entry.getMode() & 0100) != 0;
                    app.file(name(entry), executable, entry.getLastModifiedTime(), entry.getSize(), in);
                }
            }
        }
    }

    private void add(String name, Kind kind) throws BuildFailedException {
        // Git does not store directories, so a tar of its files may leave them out.
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            addDirectory(name.substring(0, slash), name);
        }
        if (kind == Kind.DIRECTORY) {
            addDirectory(name, name);
        } else {
            refuseIf(entries.putIfAbsent(name, kind) != null, name, "it is in the archive twice");
        }
        refuseIf(entries.size() > MAX_ENTRIES, name, "the archive has more than " + MAX_ENTRIES + " entries");
    }

    private void addDirectory(String directory, String entry) throws BuildFailedException {
        Kind present = entries.putIfAbsent(directory, Kind.DIRECTORY);
        refuseIf(present != null && present != Kind.DIRECTORY, entry, directory + " is no directory");
    }

    /** The entry's path below the root; empty for the root itself. */
    private static String name(TarArchiveEntry entry) throws BuildFailedException {
        String raw = entry.getName();
        refuseIf(raw.startsWith("/"), raw, "its name is absolute");
        StringBuilder name = new StringBuilder();
        for (String part : raw.split("/")) {
            refuseIf(part.equals(".."), raw, "its name leads out of the source tree");
            if (!part.isEmpty() && !part.equals(".")) {
                name.append(name.isEmpty() ? "" : "/").append(part);
            }
        }
        return name.toString();
    }

    private static Kind kind(TarArchiveEntry entry) throws BuildFailedException {
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM -> entry.isDirectory() ? Kind.DIRECTORY : Kind.FILE;
            case TarConstants.LF_DIR -> Kind.DIRECTORY;
            case TarConstants.LF_SYMLINK -> Kind.SYMLINK;
            default -> throw refused(entry.getName(), "it is neither a plain file, a directory nor a symbolic link");
        };
    }

    private static void refuseIf(boolean condition, String entry, String reason) throws BuildFailedException {
        if (condition) {
            throw refused(entry, reason);
        }
    }

    private static BuildFailedException refused(String entry, String reason) {
        return new BuildFailedException(
                "the source archive is refused because of \"" + OutputLines.clean(entry) + "\": " + reason);
    }

    private static TarArchiveInputStream open(Path tar) throws IOException {
        return new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar), 1 << 16),
                StandardCharsets.UTF_8.name());
    }
}
