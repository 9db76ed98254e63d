package dev.slipway.platform.route;

import dev.slipway.platform.crypto.SecretFile;
import java.nio.file.Path;

/** The secret that platform and routers share through a file. */
public record RouterToken(String value) {

    /** Reads the token, or makes it where there is none. The group may read it: routers run as another user. */
    public static RouterToken open(Path file) {
        return new RouterToken(SecretFile.open(file, "rw-r-----"));
    }

    @Override
    public String toString() {
        return "RouterToken";
    }
}
