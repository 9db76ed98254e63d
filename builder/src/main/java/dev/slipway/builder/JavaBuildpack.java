package dev.slipway.builder;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class JavaBuildpack implements Buildpack {

    private static final int DEFAULT = 21;
    private static final int NEWEST = 25;

    // 21, 21.0.4, 1.8, and with a vendor before it as Heroku allows: zulu-21
    private static final Pattern SPECIFIED = Pattern.compile("(?:[a-z]+-)?(?:1\\.)?(\\d{1,3})(?:[._+-].*)?");
    private static final Pattern POM_VERSION = Pattern.compile(
            "<(?:java\\.version|maven\\.compiler\\.(?:release|source|target))>\\s*(\\d{1,3})\\s*<");

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public String key() {
        return "java";
    }

    @Override
    public List<String> rootFiles() {
        return List.of("pom.xml");
    }

    @Override
    public List<String> resources() {
        return List.of();
    }

    @Override
    public Plan plan(SourceTree source) throws BuildFailedException {
        Optional<String> specified = specifiedVersion(source);
        int version = specified.isPresent() ? majorVersion(specified.get()) : pomVersion(source);
        if (version > NEWEST) {
            throw new BuildFailedException("the app asks for Java " + version + ", but this stack has OpenJDK "
                    + DEFAULT + " and " + NEWEST + ": write java.runtime.version=" + NEWEST + " into system.properties");
        }
        int jdk = version <= DEFAULT ? DEFAULT : NEWEST;
        String notice = "-----> Using OpenJDK " + jdk;
        if (specified.isPresent()) {
            notice += version == jdk ? " specified in system.properties"
                    : ", the closest this stack has to Java " + version + " specified in system.properties";
        }
        String home = "/opt/java/" + jdk;
        String path = home + "/bin:/usr/local/bin:/usr/bin:/bin";
        return new Plan(List.of(notice), Map.of("JAVA_HOME", home, "PATH", path), Map.of(
                "JAVA_HOME", home,
                "PATH", path,
                // Near Heroku's defaults: 300 MB of heap in 512 MB, thread stacks of half a megabyte.
                "JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=60 -Xss512k"));
    }

    private static Optional<String> specifiedVersion(SourceTree source) throws BuildFailedException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(source.text("system.properties").orElse("")));
        } catch (IOException | IllegalArgumentException e) {
            throw new BuildFailedException("system.properties cannot be read: " + e.getMessage());
        }
        return Optional.ofNullable(properties.getProperty("java.runtime.version")).map(String::strip);
    }

    private static int majorVersion(String specified) throws BuildFailedException {
        Matcher version = SPECIFIED.matcher(specified);
        if (!version.matches()) {
            throw new BuildFailedException("java.runtime.version=" + OutputLines.clean(specified)
                    + " in system.properties is no version: write " + DEFAULT + " or " + NEWEST);
        }
        return Integer.parseInt(version.group(1));
    }

    /** What the compiler is told to produce; a JDK older than that could not. */
    private static int pomVersion(SourceTree source) {
        return POM_VERSION.matcher(source.text("pom.xml").orElse("")).results()
                .mapToInt(match -> Integer.parseInt(match.group(1))).max().orElse(DEFAULT);
    }
}
