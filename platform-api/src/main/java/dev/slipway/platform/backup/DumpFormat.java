package dev.slipway.platform.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a file is that somebody wants to restore, by its first bytes. Only the custom format is taken: plain SQL would need
 * psql, which runs shell commands for whoever wrote it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-pgdump.html">pg_dump, --format</a>
 */
enum DumpFormat {

    CUSTOM(""),
    EMPTY("The file is empty."),
    TAR("This is a dump in the tar format. Make one in the custom format instead: "
            + "pg_dump -Fc --no-acl --no-owner DATABASE > my.dump"),
    COMPRESSED("The file is packed, with gzip, zip or the like. Unpack it first: what a restore needs is what pg_dump -Fc "
            + "wrote."),
    PAGE("This is a web page and no dump. Does the URL ask for a login, or show a page with a button? It must lead to the "
            + "file itself."),
    SQL("This is plain SQL and no dump in the custom format. Load it with: heroku pg:psql --file FILE. "
            + "For a restore, make one with: pg_dump -Fc --no-acl --no-owner DATABASE > my.dump"),
    UNKNOWN("This is no dump of PostgreSQL in the custom format. Make one with: "
            + "pg_dump -Fc --no-acl --no-owner DATABASE > my.dump");

    private static final int LOOKED_AT = 512;

    private final String objection;

    DumpFormat(String objection) {
        this.objection = objection;
    }

    /** Why it cannot be restored, a sentence for people; empty if it can. */
    Optional<String> objection() {
        return Optional.of(objection).filter(text -> !text.isEmpty());
    }

    static DumpFormat of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(LOOKED_AT));
        }
    }

    /** @param head the first 512 bytes, or all there are */
    static DumpFormat of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PGDMP")) {
            return CUSTOM;
        }
        if (head.length == 0) {
            return EMPTY;
        }
        if (text.startsWith("\u001f\u008b") || text.startsWith("PK\u0003\u0004") || text.startsWith("BZh")
                || text.startsWith("\u00fd7zXZ") || text.startsWith("(\u00b5/\u00fd")) {
            return COMPRESSED;
        }
        if (text.startsWith("ustar", 257)) {
            return TAR;
        }
        if (text.stripLeading().startsWith("<")) {
            return PAGE;
        }
        boolean printable = Arrays.equals(head, new String(head, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
                && text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
        return printable && (text.contains("--") || text.contains(";")) ? SQL : UNKNOWN;
    }
}
