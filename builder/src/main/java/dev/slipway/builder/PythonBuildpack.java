package dev.slipway.builder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class PythonBuildpack implements Buildpack {

    /** The only Python of Debian 13. */
    private static final String VERSION = "3.13";

    private static final Pattern REQUESTED = Pattern.compile("(?:python-)?((\\d+\\.\\d+)(?:\\.\\d+)?)");
    private static final String SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final String PATH = "/app/.heroku/python/bin:" + SYSTEM_PATH;

    @Override
    public String name() {
        return "Python";
    }

    @Override
    public String key() {
        return "python";
    }

    @Override
    public List<String> rootFiles() {
        return List.of("requirements.txt", "Pipfile", "Pipfile.lock", "pyproject.toml", "poetry.lock", "uv.lock",
                "setup.py");
    }

    @Override
    public List<String> resources() {
        return List.of("pipfile_requirements.py");
    }

    @Override
    public Plan plan(SourceTree source) {
        return new Plan(versionNotices(source), Map.of("PATH", PATH), Map.of(
                "PATH", PATH,
                "PYTHONPATH", "/app",
                "PYTHONUNBUFFERED", "1",
                // Heroku's value for the smallest dynos: one worker for each 256 MB of memory.
                "WEB_CONCURRENCY", "2",
                // gunicorn and uvicorn then believe the router's X-Forwarded-Proto; nobody else can reach a dyno.
                "FORWARDED_ALLOW_IPS", "*"));
    }

    private static List<String> versionNotices(SourceTree source) {
        String file = source.hasFile("runtime.txt") ? "runtime.txt" : ".python-version";
        Optional<String> request = source.text(file)
                .flatMap(text -> TextFile.meaningfulLines(text).stream().findFirst());
        if (request.isEmpty()) {
            return List.of("-----> No Python version was specified. Using the stack's: Python " + VERSION);
        }
        Matcher version = REQUESTED.matcher(request.get());
        if (version.matches() && version.group(2).equals(VERSION)) {
            return List.of("-----> Using Python " + VERSION + " specified in " + file);
        }
        String asked = version.matches() ? "Python " + version.group(1) : '"' + OutputLines.clean(request.get()) + '"';
        return List.of(
                " !     " + file + " asks for " + asked + ", but this stack has Python " + VERSION + " only.",
                " !     Building with Python " + VERSION + ". Where the app or a pinned requirement is too old for it,",
                " !     update that, and write python-" + VERSION + " into runtime.txt.");
    }
}
