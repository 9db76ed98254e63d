package dev.slipway.platform.redis;

import dev.slipway.platform.backing.BackingDesign;
import dev.slipway.platform.crypto.Secret;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the user of a server may set. It is written into the {@link BackingDesign} of its container, and read from there: that is
 * the one place where it is kept.
 *
 * @param password letters, digits, {@code -} and {@code _}
 * @param timeout  seconds after which an idle connection is closed; 0 for never
 * @param events   keyspace events to publish, the server's letters; empty for none
 */
record RedisSettings(String password, MaxmemoryPolicy policy, int timeout, String events) {

    static final int LONGEST_TIMEOUT = 365 * 24 * 60 * 60;

    /** As on Heroku. */
    private static final int USUAL_TIMEOUT = 300;
    private static final Pattern EVENTS = Pattern.compile("[KEg$lshzxetdmnA]{0,20}");
    private static final String PASSWORD = "REDIS_PASSWORD";
    private static final String EVICTION = "REDIS_EVICTION";
    private static final String TIMEOUT_LINE = "timeout ";
    private static final String EVENTS_LINE = "notify-keyspace-events ";

    static RedisSettings usual() {
        return new RedisSettings(newPassword(), MaxmemoryPolicy.NOEVICTION, USUAL_TIMEOUT, "");
    }

    /** Undoes {@link #environment} and {@link #command}. */
    static RedisSettings of(BackingDesign design) {
        return new RedisSettings(design.environment().getOrDefault(PASSWORD, ""),
                MaxmemoryPolicy.find(design.environment().getOrDefault(EVICTION, "")).orElse(MaxmemoryPolicy.NOEVICTION),
                Integer.parseInt(line(design, TIMEOUT_LINE, "0")), line(design, EVENTS_LINE, "").replace("\"", ""));
    }

    /** Whether the server takes these letters for {@link #events}. */
    static boolean areEvents(String letters) {
        return EVENTS.matcher(letters).matches();
    }

    RedisSettings withNewPassword() {
        return new RedisSettings(newPassword(), policy, timeout, events);
    }

    RedisSettings with(MaxmemoryPolicy other) {
        return new RedisSettings(password, other, timeout, events);
    }

    RedisSettings withTimeout(int seconds) {
        return new RedisSettings(password, policy, seconds, events);
    }

    RedisSettings withEvents(String letters) {
        return new RedisSettings(password, policy, timeout, letters);
    }

    Map<String, String> environment() {
        return Map.of(PASSWORD, password, EVICTION, policy.word());
    }

    /** Lines of the server's configuration. */
    List<String> command() {
        return List.of(TIMEOUT_LINE + timeout, EVENTS_LINE + "\"" + events + "\"");
    }

    /** What follows {@code beginning} in the server's configuration. */
    static String line(BackingDesign design, String beginning, String otherwise) {
        return design.command().stream().filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length())).findFirst().orElse(otherwise);
    }

    /** A letter first: some clients take the password of {@code redis://:-x@…} for an option. */
    private static String newPassword() {
        return "p" + Secret.random().value();
    }

    @Override
    public String toString() {
        return "RedisSettings[" + policy.word() + "]"; // without the password
    }
}
