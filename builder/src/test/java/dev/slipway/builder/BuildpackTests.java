package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildpackTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"requirements.txt,Python", "Pipfile,Python", "pyproject.toml,Python", "setup.py,Python", "pom.xml,Java"})
    void aFileInTheRootDecidesTheLanguage(String file, String language) throws IOException {
        assertThat(detected(file, "")).contains(language);
    }

    @Test
    void pythonComesBeforeJavaAsOnHeroku() throws IOException {
        assertThat(detected("pom.xml", "", "requirements.txt", "")).contains("Python");
    }

    @Test
    void aFileInASubdirectoryDecidesNothingAndTheAdviceNamesIt() throws IOException {
        SourceTree source = SourceArchive.tree(directory, "backend/requirements.txt", "");

        assertThat(Buildpack.detect(source)).isEmpty();
        assertThat(NoLanguage.advice(source))
                .startsWith(" !     No default language could be detected for this app.")
                .anyMatch(line -> line.contains("There is backend/requirements.txt"))
                .anyMatch(line -> line.contains("git subtree push --prefix backend heroku main"));
    }

    @ParameterizedTest
    @CsvSource({"Requirements.txt,Rename Requirements.txt to requirements.txt", "app.py,add a requirements.txt",
            "Dockerfile,a Dockerfile", "package.json,no buildpack for Node.js", "build.gradle,Java with Gradle"})
    void theAdviceNamesWhatIsThereInstead(String file, String advice) throws IOException {
        assertThat(NoLanguage.advice(SourceArchive.tree(directory, file, "")))
                .anyMatch(line -> line.contains(advice));
    }

    @Test
    void anEmptyTreeIsSaidToBeEmpty() throws IOException {
        assertThat(NoLanguage.advice(SourceArchive.tree(directory))).anyMatch(line -> line.contains("no files at all"));
    }

    @ParameterizedTest
    @CsvSource({"runtime.txt,python-3.13.5", "runtime.txt,' python-3.13\r\n'", ".python-version,3.13",
            ".python-version,'# ours\n3.13.1\n'"})
    void thePythonOfTheStackIsTakenAsAskedFor(String file, String content) throws IOException {
        assertThat(python(file, content)).containsExactly("-----> Using Python 3.13 specified in " + file);
    }

    @ParameterizedTest
    @CsvSource({"runtime.txt,python-2.7.11,2.7.11", ".python-version,3.11,3.11", "runtime.txt,newest,newest"})
    void anotherPythonIsSaidNotToBeThere(String file, String content, String named) throws IOException {
        assertThat(python(file, content)).allMatch(line -> line.startsWith(" !     "))
                .first().asString().contains(file).contains(named).contains("3.13 only");
    }

    @Test
    void withoutAnyPythonVersionTheStacksIsNamed() throws IOException {
        assertThat(python()).singleElement().asString().contains("No Python version was specified").contains("3.13");
    }

    @ParameterizedTest
    @CsvSource({"21,21", "25,25", "17,21", "1.8,21", "11,21", "22,25", "zulu-21,21", "21.0.4,21"})
    void theClosestOpenJdkIsUsed(String asked, String used) throws IOException {
        Buildpack.Plan plan = java("java.runtime.version = " + asked + "\r\n", "<project/>");

        assertThat(plan.buildEnvironment()).containsEntry("JAVA_HOME", "/opt/java/" + used);
        assertThat(plan.imageEnvironment()).containsEntry("JAVA_HOME", "/opt/java/" + used);
        assertThat(plan.notices()).singleElement().asString().contains("OpenJDK " + used);
    }

    @Test
    void anOlderJavaThanTheStackHasIsNamedInTheNotice() throws IOException {
        assertThat(java("java.runtime.version=17", "<project/>").notices())
                .singleElement().asString().contains("closest").contains("Java 17");
    }

    @Test
    void withoutSystemPropertiesThePomMayAskForANewerJdk() throws IOException {
        assertThat(java("", "<java.version>25</java.version>").buildEnvironment())
                .containsEntry("JAVA_HOME", "/opt/java/25");
        assertThat(java("", "<maven.compiler.release> 17 </maven.compiler.release>").buildEnvironment())
                .containsEntry("JAVA_HOME", "/opt/java/21");
    }

    @ParameterizedTest
    @ValueSource(strings = {"26", "newest"})
    void aJavaThatTheStackLacksIsRefusedWithWhatToWrite(String asked) {
        assertThatThrownBy(() -> java("java.runtime.version=" + asked, "<project/>"))
                .isInstanceOf(BuildFailedException.class).hasMessageContaining(asked).hasMessageContaining("25");
    }

    private Optional<String> detected(String... files) throws IOException {
        return Buildpack.detect(SourceArchive.tree(directory, files)).map(Buildpack::name);
    }

    private List<String> python(String... files) throws IOException {
        return new PythonBuildpack().plan(SourceArchive.tree(directory, files)).notices();
    }

    private Buildpack.Plan java(String systemProperties, String pom) throws IOException {
        return new JavaBuildpack().plan(
                SourceArchive.tree(directory, "system.properties", systemProperties, "pom.xml", pom));
    }
}
