package dev.slipway.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What to tell someone whose source tree no buildpack recognises: in Heroku's words first, then what would help. */
final class NoLanguage {

    private static final Map<String, String> NOT_BUILT = Map.of(
            "package.json", "Node.js", "Gemfile", "Ruby", "composer.json", "PHP", "index.php", "PHP", "go.mod", "Go",
            "build.gradle", "Java with Gradle", "build.gradle.kts", "Java with Gradle", "Cargo.toml", "Rust");

    private NoLanguage() {}

    static List<String> advice(SourceTree source) {
        List<String> lines = new ArrayList<>();
        lines.add("No default language could be detected for this app.");
        lines.add("HINT: This occurs when none of these files is in the root directory of the app:");
        for (Buildpack buildpack : Buildpack.IN_ORDER) {
            lines.add("  " + buildpack.name() + ": " + String.join(", ", buildpack.rootFiles()));
        }
        addMisspelled(source, lines);
        addSubdirectory(source, lines);
        addOtherLanguages(source, lines);
        if (source.files().isEmpty()) {
            lines.add("The commit has no files at all.");
        }
        return lines.stream().map(line -> " !     " + line).toList();
    }

    private static void addMisspelled(SourceTree source, List<String> lines) {
        for (String file : source.files()) {
            switch (file.toLowerCase(Locale.ROOT)) {
                case "requirements.txt", "requirement.txt", "requirements", "requirements.txt.txt" ->
                        lines.add("Rename " + OutputLines.clean(file) + " to requirements.txt.");
                case "pom.xml" -> lines.add("Rename " + OutputLines.clean(file) + " to pom.xml.");
                case "app.py", "main.py", "manage.py", "wsgi.py" -> lines.add(
                        "There is " + OutputLines.clean(file) + ": add a requirements.txt, empty if nothing is required.");
                default -> { }
            }
        }
    }

    private static void addSubdirectory(SourceTree source, List<String> lines) {
        source.files().stream()
                .filter(file -> file.contains("/") && recognised(file.substring(file.lastIndexOf('/') + 1)))
                .findFirst().ifPresent(file -> {
                    String directory = OutputLines.clean(file.substring(0, file.lastIndexOf('/')));
                    lines.add("There is " + OutputLines.clean(file) + ", but not in the root directory. To deploy only "
                            + directory + ":");
                    lines.add("  git subtree push --prefix " + directory + " heroku main");
                });
    }

    private static void addOtherLanguages(SourceTree source, List<String> lines) {
        if (source.hasFile("Dockerfile")) {
            lines.add("There is a Dockerfile, which Slipway does not build: add one of the files above, and a Procfile"
                    + " with the command to run.");
        }
        NOT_BUILT.keySet().stream().sorted().filter(source::hasFile).forEach(file ->
                lines.add("There is " + file + ", but Slipway has no buildpack for " + NOT_BUILT.get(file) + "."));
    }

    private static boolean recognised(String fileName) {
        return Buildpack.IN_ORDER.stream().anyMatch(buildpack -> buildpack.rootFiles().contains(fileName));
    }
}
