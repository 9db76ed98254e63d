package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code heroku redis}, typed by a user, and an app that uses what it made. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RedisCliIT {

    @TempDir
    static Path home;
    @TempDir
    static Path user;

    private static Installation slipway;
    private static HerokuCli heroku;

    @TempDir
    Path folder;

    @BeforeAll
    static void install() throws Exception {
        // What a restart is to do is not left to a later round.
        slipway = new Installation(home, "slipway.addons.retry=1h");
        slipway.start();
        heroku = HerokuCli.of(slipway, user);
        heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
    }

    @AfterAll
    static void remove() {
        slipway.close();
    }

    private static String run(String... arguments) {
        return heroku.run(arguments).succeeds().output();
    }

    @Test
    void anAppUsesItsRedisAsTutorialsOfAllAgesDo() throws Exception {
        run("apps:create", "counter");
        assertThat(run("addons:create", "heroku-redis", "-a", "counter", "--wait")).contains("available", "REDIS_TLS_URL", "REDIS_URL");
        Repository app = Repository.of(Path.of("src/test/apps/asks-redis"), folder, heroku.in(folder));
        heroku.in(folder).run("git:remote", "-a", "counter").succeeds();
        assertThat(app.push().succeeds().output()).contains("Released v");

        assertThat(slipway.visit("counter", "/").body()).isEqualTo("old 1\ncareful 2\nsecure 3");

        String before = run("config:get", "REDIS_URL", "-a", "counter").strip();
        run("redis:maxmemory", "-a", "counter", "--policy", "allkeys-lru");
        assertThat(slipway.visit("counter", "/").body()).as("data survives a restart").isEqualTo("old 4\ncareful 5\nsecure 6");
        run("redis:credentials", "-a", "counter", "--reset");
        String after = run("config:get", "REDIS_URL", "-a", "counter").strip();
        assertThat(after).startsWith("redis://:").isNotEqualTo(before);
        slipway.await("the app to have the new password", () -> slipway.visit("counter", "/url").body().equals(after));
        assertThat(slipway.visit("counter", "/").body()).isEqualTo("old 7\ncareful 8\nsecure 9");
        assertThat(run("redis:info", "-a", "counter")).contains("allkeys-lru");

        slipway.killPlatform();
        slipway.removeServiceContainers();
        slipway.startPlatform();
        slipway.await("the server, made again from its data", () -> slipway.visit("counter", "/").body().equals("old 10\ncareful 11\nsecure 12"));
    }

    @Test
    void everyCommandOfRedisAnswers() throws Exception {
        run("apps:create", "cache");
        run("addons:create", "heroku-redis:hobby-dev", "-a", "cache", "--wait");
        run("redis:wait", "-a", "cache");
        assertThat(run("redis:info", "-a", "cache")).contains("REDIS_URL", "hobby-dev", "available", "noeviction", " of 20");
        assertThat(run("redis:credentials", "-a", "cache")).startsWith("rediss://:");

        try (Terminal cli = heroku.terminal("redis:cli -a cache")) {
            cli.readUntil("> ");
            cli.type("SET greeting hello");
            cli.readUntil("OK");
            cli.type("GET greeting");
            cli.readUntil("hello");
        }

        assertThat(run("redis:maxmemory", "-a", "cache", "--policy", "volatile-ttl")).contains("set to volatile-ttl",
                "removes the keys that expire soonest");
        assertThat(heroku.run("redis:maxmemory", "-a", "cache", "--policy", "lifo").fails().output()).contains("no such policy");
        assertThat(run("redis:timeout", "-a", "cache", "--seconds", "60")).contains("set to 60 seconds");
        assertThat(run("redis:keyspace-notifications", "-a", "cache", "--config", "Ex")).contains("set to 'Ex'");
        assertThat(heroku.run("redis:keyspace-notifications", "-a", "cache", "--config", "\nsave 1 1").fails().output())
                .contains("Keyspace events are letters");
        assertThat(run("redis:info", "-a", "cache")).contains("volatile-ttl", "60", "Ex");
        run("redis:stats-reset", "-a", "cache", "--confirm", "cache");
        assertThat(heroku.run("redis:upgrade", "-a", "cache", "--version", "9.9", "--confirm", "cache").fails().output())
                .contains("one version of Redis");

        run("addons:create", "heroku-redis:mini", "-a", "cache", "--wait");
        String second = run("config", "-s", "-a", "cache").lines().filter(line -> line.startsWith("HEROKU_REDIS_"))
                .findFirst().orElseThrow().replaceAll("(_TLS)?_URL=.*", "_URL");
        run("redis:promote", second, "-a", "cache");
        assertThat(run("config:get", "REDIS_URL", "-a", "cache")).isEqualTo(run("config:get", second, "-a", "cache"));
        run("apps:destroy", "cache", "--confirm", "cache");
    }
}
