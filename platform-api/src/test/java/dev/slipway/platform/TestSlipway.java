package dev.slipway.platform;

import dev.slipway.platform.e2e.Installation;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Boots a whole Slipway on a throwaway database, for an IDE: run this main, and log in with what it prints.
 * Needs Docker and the stack's images ({@code stack/build-images}).
 */
final class TestSlipway {

    private TestSlipway() {}

    public static void main(String[] args) throws Exception {
        Path home = Files.createTempDirectory("slipway");
        try (Installation slipway = new Installation(home, args)) {
            slipway.start();
            System.out.println("HEROKU_HOST=http://localhost:" + slipway.routerPort());
            System.out.println("first login: " + slipway.firstLogin());
            System.out.println("everything is kept in " + home + "; press Enter to stop");
            System.in.read();
        }
    }
}
