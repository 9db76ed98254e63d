package dev.slipway.builder;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The environment variables of a build container. */
final class BuildEnvironment {

    /** Config vars that a build does not see, as on Heroku: they are meant for dynos and would break the build's tools. */
    private static final Set<String> KEPT_FROM_BUILDS = Set.of("PATH", "HOME", "BASH_ENV", "ENV", "IFS", "CPATH",
            "CPPATH", "GIT_DIR", "LD_LIBRARY_PATH", "LD_PRELOAD", "LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH",
            "JAVA_HOME", "JAVA_OPTS");

    private BuildEnvironment() {}

    /**
     * @param stack     name of the stack, for example {@code slipway-trixie}
     * @param buildpack what the buildpack itself asks for, stronger than anything else
     * @return {@code NAME=value} each, as Docker takes them
     */
    static String[] of(NetworkVariables network, BuildRequest request, String stack, Map<String, String> buildpack) {
        Map<String, String> variables = new HashMap<>(network.values());
        variables.putAll(request.environment());
        variables.keySet().removeAll(KEPT_FROM_BUILDS);
        variables.put("HOME", "/app");
        variables.put("SOURCE_VERSION", request.version());
        variables.put("STACK", stack);
        variables.putAll(buildpack);
        return format(variables);
    }

    /**
     * Variables of the image that several buildpacks made: a later one's win, and its {@code PATH} comes first.
     *
     * @param buildpacks what each asks for, in the order in which they built
     */
    static Map<String, String> ofImage(List<Map<String, String>> buildpacks) {
        Map<String, String> variables = new HashMap<>();
        Set<String> path = new LinkedHashSet<>();
        buildpacks.forEach(variables::putAll);
        buildpacks.reversed().stream().map(buildpack -> buildpack.get("PATH")).filter(Objects::nonNull)
                .forEach(value -> path.addAll(List.of(value.split(":"))));
        if (!path.isEmpty()) {
            variables.put("PATH", String.join(":", path));
        }
        return variables;
    }

    static String[] format(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue()).sorted().toArray(String[]::new);
    }
}
