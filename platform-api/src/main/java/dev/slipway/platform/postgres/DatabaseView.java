package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * What {@code heroku pg:info} shows.
 *
 * @param resourceUrl of the default credential: the CLI finds the names of the config vars by it
 * @param info        in the order in which it is printed
 */
record DatabaseView(String resourceUrl, List<Fact> info, @Nullable String following, @Nullable String leader) {

    private static final DateTimeFormatter CREATED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** One line. */
    record Fact(String name, List<String> values) {

        static Fact of(String name, Object value) {
            return new Fact(name, List.of(value.toString()));
        }
    }

    static DatabaseView of(Addon addon, String planName, String url, DatabaseEntity database, PostgresPlan plan, int credentials,
                           Servers servers) {
        List<Fact> info = new ArrayList<>();
        info.add(Fact.of("Plan", planName));
        try (AdminSession inside = servers.session(database.server, database.name)) {
            info.add(Fact.of("Status", status(inside, database)));
            info.addAll(facts(inside, database, plan));
        } catch (PostgresException | DataAccessException e) {
            info.add(Fact.of("Status", "Not available"));
        }
        info.add(Fact.of("Created", CREATED.format(addon.createdAt())));
        if (plan.own()) {
            info.add(Fact.of("Credentials", credentials));
        }
        info.add(Fact.of("Fork/Follow", "Unsupported"));
        info.add(Fact.of("Rollback", "Unsupported"));
        info.add(Fact.of("Continuous Protection", "Off"));
        return new DatabaseView(url, info, null, null);
    }

    private static String status(AdminSession inside, DatabaseEntity database) {
        boolean closed = inside.exists("select from pg_database where datname = ? and datconnlimit = 0", database.name);
        return database.resetting ? "Being reset" : closed ? "Closed: far beyond its plan's size. Empty it (heroku pg:reset), or take a "
                + "larger plan (heroku addons:upgrade)" : "Available";
    }

    private static List<Fact> facts(AdminSession inside, DatabaseEntity database, PostgresPlan plan) {
        Usage usage = Usage.of(inside);
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("Connections", connections(inside) + "/" + plan.connections()));
        facts.add(Fact.of("PG Version", inside.sql().queryForObject("select split_part(current_setting('server_version'), ' ', 1)",
                String.class)));
        facts.add(Fact.of("Data Size", Sizes.text(usage.bytes()) + "/" + Sizes.text(plan.size().toBytes()) + " "
                + compliance(usage.bytes() <= plan.size().toBytes(), database)));
        facts.add(Fact.of("Tables", usage.tables()));
        plan.rows().ifPresentOrElse(most -> facts.add(Fact.of("Rows", String.format(Locale.ROOT, "%,d/%,d %s", usage.rows(), most,
                        compliance(usage.rows() <= most, database)))),
                () -> facts.add(Fact.of("Rows", String.format(Locale.ROOT, "%,d", usage.rows()))));
        return facts;
    }

    private static String compliance(boolean complies, DatabaseEntity database) {
        return complies ? "(In compliance)" : database.insertsRefused ? "(Write access revoked)"
                : "(Above limits, access disruption imminent)";
    }

    private static int connections(AdminSession inside) {
        Integer count = inside.sql().queryForObject("select count(*) from pg_stat_activity where datname = current_database() "
                + "and usename <> 'postgres'", Integer.class);
        return count == null ? 0 : count;
    }
}
