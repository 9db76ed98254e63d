package dev.slipway.platform.postgres;

import java.util.List;

/** What every database of a server has from its beginning, because {@code template1} has it. */
final class ServerTemplate {

    private static final String OF_ALL = "public.pg_stat_statements_reset_any(oid, oid, bigint, boolean)";

    private ServerTemplate() {}

    /** Names of the extensions that users may install, and of those that they have; ordered. */
    static List<String> extensions(AdminSession session) {
        return session.sql().queryForList("select distinct name from pg_available_extension_versions "
                + "where trusted or name in ('plpgsql', 'pg_stat_statements') order by name", String.class);
    }

    /** May be called again. */
    static void prepare(AdminSession template) {
        if (template.exists("select from pg_extension where extname = 'pg_stat_statements'")) {
            return;
        }
        if (!template.exists("select from pg_roles where rolname = 'slipway_statistics'")) {
            template.run("create role slipway_statistics nologin");
        }
        template.run("begin");
        template.run("create extension pg_stat_statements schema public");
        // Only its owner may comment on it: the restore of a dump with this comment would report an error.
        template.run("comment on extension pg_stat_statements is null");
        resetOfStatistics(template);
        template.run("commit");
    }

    /**
     * {@code heroku pg:outliers --reset} calls this, in one schema or the other, by its plan. PostgreSQL's own function would
     * reset what is known of all databases. Users may replace the schema public: the body names functions when it is made and
     * not when it runs, and it runs as a role that can do nothing else. It belongs to the extension so that dumps leave it out.
     */
    private static void resetOfStatistics(AdminSession template) {
        template.run("create schema _heroku");
        template.run("grant usage on schema _heroku to public");
        template.run("alter extension pg_stat_statements add schema _heroku");
        // Its parameters have defaults: by its own name it would make the call without any ambiguous.
        template.run("alter function public.pg_stat_statements_reset(oid, oid, bigint, boolean) rename to pg_stat_statements_reset_any");
        template.run("grant execute on function " + OF_ALL + " to slipway_statistics");
        // Dumps have the privileges of an extension's functions unless it was added with them.
        template.run("alter extension pg_stat_statements drop function " + OF_ALL);
        template.run("alter extension pg_stat_statements add function " + OF_ALL);
        for (String function : List.of("_heroku.pg_stat_statements_reset()", "public.pg_stat_statements_reset()")) {
            template.run("create function " + function + """
                     returns void language sql security definer set search_path = pg_catalog
                    begin atomic
                        select public.pg_stat_statements_reset_any(
                            (select oid from pg_catalog.pg_roles where rolname = session_user),
                            (select oid from pg_catalog.pg_database where datname = current_database()), 0, false);
                    end""");
            template.run("alter function " + function + " owner to slipway_statistics");
            template.run("alter extension pg_stat_statements add function " + function);
        }
    }
}
