package dev.slipway.platform.backup;

import dev.slipway.platform.backing.BackingServices;
import dev.slipway.platform.postgres.Database;
import dev.slipway.platform.postgres.Databases;
import dev.slipway.platform.postgres.TransferSessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * {@code pg_dump} and {@code pg_restore} of the very version that the server has, in its container. They log in as the app
 * does: a dump is a program that whoever made it wrote, and may do to the server what the app may, and no more. Both are ended
 * when the calling thread is interrupted.
 */
@Component
class PostgresPrograms {

    private final BackingServices services;
    private final Databases databases;
    private final TransferSessions sessions;
    private final BackupSettings settings;

    PostgresPrograms(BackingServices services, Databases databases, TransferSessions sessions, BackupSettings settings) {
        this.services = services;
        this.databases = databases;
        this.sessions = sessions;
        this.settings = settings;
    }

    /** What the names of a transfer's sessions in {@code pg_stat_activity} begin with. */
    static String sessionName(UUID transferId) {
        return "slipway " + transferId;
    }

    /**
     * Writes the whole database, in the custom format, to {@code out}.
     *
     * @param messages hears each line that the program says, in English
     * @return its exit status
     * @throws IOException that {@code out} threw
     */
    int dump(UUID transferId, Database database, OutputStream out, Consumer<String> messages) throws IOException {
        List<String> argv = List.of("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password",
                // What users never see of Heroku's databases: heroku pg:push leaves it out, too.
                "--exclude-schema=_heroku", "--lock-wait-timeout=60s");
        try (LineStream err = new LineStream(messages); TransferSessions.Run run = sessions.begin(sessionName(transferId))) {
            return services.exec(database.server(), argv, environment(run, database, database.name()), out,
                    err, settings.limit());
        }
    }

    /**
     * Reads a dump in the custom format into a database that is empty.
     *
     * @param into name of the database, on the server of {@code database}
     * @return the program's exit status
     * @throws IOException that {@code in} threw
     */
    int restore(UUID transferId, Database database, String into, InputStream in, Consumer<String> messages) throws IOException {
        // Without --verbose it does not say at which entry an error happened.
        List<String> argv = List.of("pg_restore", "--verbose", "--format=custom", "--no-owner", "--no-privileges", "--no-password",
                "--role=" + database.owner(), "--dbname=" + into);
        try (LineStream err = new LineStream(messages); TransferSessions.Run run = sessions.begin(sessionName(transferId))) {
            return services.exec(database.server(), argv, environment(run, database, into), in,
                    OutputStream.nullOutputStream(), err, settings.limit());
        }
    }

    private Map<String, String> environment(TransferSessions.Run run, Database database, String name) {
        return Map.of("PGHOST", "127.0.0.1", "PGUSER", database.login(), "PGPASSWORD", databases.password(database),
                "PGDATABASE", name, "PGAPPNAME", run.sessionName(), "PGCONNECT_TIMEOUT", "15", "LC_ALL", "C",
                // The plan's limits are for the app's queries.
                "PGOPTIONS", "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c lock_timeout=0");
    }
}
