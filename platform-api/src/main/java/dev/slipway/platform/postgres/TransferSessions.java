package dev.slipway.platform.postgres;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Sessions of programs that the platform runs in users' databases under users' logins: a dump of a large table may take longer
 * than the plan gives a statement of the app. A program's session is known by a name that nobody can guess before the program
 * has logged in. Its user can read the name afterwards and take it: so only one session of that name is spared, which began
 * first since the program did, inside the server's container.
 */
@Component
public class TransferSessions {

    private static final String INSIDE = """
            select application_name, pid, backend_start from pg_stat_activity
            where backend_type = 'client backend' and client_addr = '127.0.0.1' order by backend_start""";

    /** By names, when they began: by the clock that the servers have, too. */
    private final Map<String, Instant> running = new ConcurrentHashMap<>();

    /** One run of a program, which makes one session. */
    public final class Run implements AutoCloseable {

        private final String sessionName;

        private Run(String sessionName) {
            this.sessionName = sessionName;
            running.put(sessionName, Instant.now());
        }

        /** What the program must call its session: PostgreSQL's {@code application_name}. */
        public String sessionName() {
            return sessionName;
        }

        @Override
        public void close() {
            running.remove(sessionName);
        }
    }

    /** @param prefix what the session's name begins with: {@code slipway }, and up to 36 signs that say whose it is */
    public Run begin(String prefix) {
        return new Run(prefix + " " + Identifiers.session());
    }

    /** The processes of those on a server. */
    Set<Integer> pids(AdminSession session) {
        Map<String, Integer> first = new HashMap<>();
        if (!running.isEmpty()) {
            session.sql().query(INSIDE, row -> {
                String name = row.getString(1);
                Instant began = running.get(name);
                if (began != null && !row.getTimestamp(3).toInstant().isBefore(began)) {
                    first.putIfAbsent(name, row.getInt(2));
                }
            });
        }
        return Set.copyOf(first.values());
    }
}
