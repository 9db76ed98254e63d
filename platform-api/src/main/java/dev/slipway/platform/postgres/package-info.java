/**
 * PostgreSQL for apps: servers of Slipway's own, databases on them, their credentials, limits, and the data API of the CLI.
 * Start reading at {@code PostgresDriver} and {@link dev.slipway.platform.postgres.Databases}.
 * Must not know which apps have a database attached, nor anything of the platform's own PostgreSQL but its rows.
 */
@NullMarked
package dev.slipway.platform.postgres;

import org.jspecify.annotations.NullMarked;
