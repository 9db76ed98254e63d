package dev.slipway.platform;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What an app does with the {@code postgres://} URL that it was given. */
public final class TestDatabase {

    private TestDatabase() {}

    public static Connection connect(String url) throws SQLException {
        URI uri = URI.create(url);
        String[] login = uri.getUserInfo().split(":");
        return connect(uri, uri.getPath().substring(1), login[0], login[1]);
    }

    /** @param server any URL that leads to it */
    static Connection connect(URI server, String database, String login, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + server.getHost() + ":" + server.getPort() + "/" + database
                + "?sslmode=require", login, password);
    }

    /** Runs statements in one session. */
    public static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = connect(url)) {
            execute(connection, statements);
        }
    }

    public static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    /** The first column, its values separated by spaces. */
    public static String query(String url, String query) throws SQLException {
        try (Connection connection = connect(url)) {
            return query(connection, query);
        }
    }

    static String query(Connection connection, String query) throws SQLException {
        return String.join(" ", column(connection, query));
    }

    /** The first column. */
    static List<String> column(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
