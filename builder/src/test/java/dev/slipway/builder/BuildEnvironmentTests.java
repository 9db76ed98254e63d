package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildEnvironmentTests {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void configVarsReachTheBuildExceptThoseThatWouldBreakItsTools() {
        assertThat(environment(Map.of("SECRET_KEY", "a=b c", "PATH", "/evil", "LD_PRELOAD", "x.so", "HOME", "/root")))
                .contains("SECRET_KEY=a=b c", "PATH=/stack/bin", "HOME=/app", "SOURCE_VERSION=" + COMMIT,
                        "STACK=slipway-trixie")
                .noneMatch(variable -> variable.startsWith("LD_PRELOAD"));
    }

    @Test
    void proxiesAndMirrorsOfThePlatformAreHandedOnButNothingElseOfItsEnvironment() {
        Map<String, String> platform = Map.of("https_proxy", "http://proxy:3128", "NO_PROXY", "localhost",
                "PIP_INDEX_URL", "https://mirror/simple", "DATABASE_PASSWORD", "secret");

        assertThat(BuildEnvironment.of(NetworkVariables.of(platform), request(Map.of()), "slipway-trixie", Map.of()))
                .contains("https_proxy=http://proxy:3128", "NO_PROXY=localhost", "PIP_INDEX_URL=https://mirror/simple")
                .noneMatch(variable -> variable.contains("secret"));
    }

    @Test
    void ofSeveralBuildpacksTheLastOneWins() {
        assertThat(BuildEnvironment.ofImage(List.of(Map.of("PATH", "/jdk/bin:/bin", "JAVA_HOME", "/jdk", "BOTH", "1"),
                Map.of("PATH", "/venv/bin:/bin", "BOTH", "2")))).containsOnly(entry("PATH", "/venv/bin:/bin:/jdk/bin"),
                entry("JAVA_HOME", "/jdk"), entry("BOTH", "2"));
    }

    private static String[] environment(Map<String, String> configVars) {
        return BuildEnvironment.of(NetworkVariables.of(Map.of()), request(configVars), "slipway-trixie",
                Map.of("PATH", "/stack/bin"));
    }

    private static BuildRequest request(Map<String, String> configVars) {
        return new BuildRequest("b1", "c1", Path.of("source.tar"), COMMIT, configVars, "apps/shop:v1");
    }
}
