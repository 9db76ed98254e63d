package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTypesTests {

    @TempDir
    private Path directory;

    private final List<String> log = new ArrayList<>();

    @Test
    void aProcfileIsReportedInHerokusWords() throws IOException {
        assertThat(discover("", "Procfile", "release: migrate\nweb: x\n"))
                .containsExactly(entry("release", "migrate"), entry("web", "x"));
        assertThat(log).containsExactly("-----> Discovering process types",
                "       Procfile declares types -> release, web");
    }

    @Test
    void withoutProcfileTheLanguagesDefaultsApply() throws IOException {
        assertThat(discover("web: java -jar target/x.jar\n")).containsExactly(entry("web", "java -jar target/x.jar"));
        assertThat(log).containsExactly("-----> Discovering process types",
                "       Procfile declares types -> (none)", "       Default types for buildpack -> web");
    }

    @Test
    void theProcfilesOwnWebProcessWinsOverTheDefault() throws IOException {
        assertThat(discover("web: default\n", "Procfile", "web: own\n")).containsExactly(entry("web", "own"));
        assertThat(log).noneMatch(line -> line.contains("Default types"));
    }

    @Test
    void aProcfileUnderAnotherNameIsPointedOut() throws IOException {
        assertThat(discover("", "Procfile.txt", "web: x\n")).isEmpty();
        assertThat(log).anyMatch(line -> line.startsWith(" !     There is Procfile.txt"));
    }

    private Map<String, String> discover(String defaults, String... files) throws IOException {
        return ProcessTypes.discover(SourceArchive.tree(directory, files), defaults, log::add);
    }
}
