package dev.slipway.platform.status;

import java.util.Optional;

/** Looks whether one part of the installation works; implemented by whoever knows the part. */
public interface SystemCheck {

    /** What users call it. {@link #label} is Heroku's spelling. */
    enum System {
        APPS("Apps"), DATA("Data"), TOOLS("Tools");

        private final String label;

        System(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * @param users   whether users of apps notice, or only those who deploy
     * @param message a sentence for everybody: no names of hosts, no secrets
     */
    record Trouble(boolean users, String title, String message) {}

    System system();

    /** May take a few seconds, and may throw when the part does not answer as it should. */
    Optional<Trouble> look();

    /** What to say when {@link #look} does not return in time, or throws. */
    Trouble silence();
}
