package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.slipway.builder.BuildOutcome.Built;
import dev.slipway.builder.BuildOutcome.Failed;
import dev.slipway.builder.BuildOutcome.NotDetected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds with the real Docker and the real stack; what an app does in its build, it does in {@code bin/post_compile}. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ImageBuilderIT {

    @TempDir
    private Path directory;

    private TestEngine engine;

    @BeforeEach
    void start() {
        engine = TestEngine.start();
    }

    @AfterEach
    void removeEverything() {
        engine.close();
    }

    @Test
    void theFlaskExampleBecomesAnImageThatRunsAsTheUserApp() throws IOException {
        TestEngine.Build build = engine.build(example("flask"));

        assertThat(build.outcome()).isInstanceOfSatisfying(Built.class, built -> {
            assertThat(built.buildpack()).isEqualTo("Python");
            assertThat(built.processTypes()).containsExactly(entry("web", "gunicorn app:app --log-file -"));
            assertThat(built.slugBytes()).isGreaterThan(1 << 20);
        });
        assertThat(build.log()).containsSubsequence(
                "-----> Python app detected",
                "-----> Installing SQLite3",
                "-----> Installing requirements with pip",
                "-----> Discovering process types",
                "       Procfile declares types -> web",
                "-----> Compressing...")
                .as("uv succeeded, so pip was not asked").noneMatch(line -> line.contains("Successfully installed"));
        assertThat(build.log().getLast()).matches("       Done: \\d+\\.\\dM");
        assertThat(build.run("id -un; pwd; python -c 'import app; print(app.app.name)'; echo $WEB_CONCURRENCY"))
                .isEqualTo("app\n/app\napp\n2\n");
        assertThat(build.run("touch /app/writable && gunicorn --check-config app:app && which python"))
                .isEqualTo("/app/.heroku/python/bin/python\n");
    }

    @Test
    void buildpacksThatAreSetBuildInTheirOrderAndTheLastOneRuns() throws IOException {
        String pom = """
                <project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>b</artifactId>
                <version>1</version><packaging>pom</packaging></project>
                """;
        Path source = SourceArchive.of(directory, "pom.xml", pom, "requirements.txt", "itsdangerous==2.2.0\n",
                "Procfile", "web: python -m http.server $PORT");

        TestEngine.Build build = engine.buildWith(List.of("java", "python"), source);

        assertThat(build.outcome()).isInstanceOfSatisfying(Built.class, built -> {
            assertThat(built.buildpack()).isEqualTo("Java, Python");
            assertThat(built.processTypes()).containsKey("web");
        });
        assertThat(build.log()).containsSubsequence("-----> Using set buildpack heroku/java", "-----> Java app detected",
                "-----> Executing Maven", "-----> Using set buildpack heroku/python", "-----> Python app detected",
                "-----> Installing requirements with pip", "-----> Discovering process types");
        assertThat(build.run("python -c 'import itsdangerous; print(itsdangerous.__name__)'")).isEqualTo("itsdangerous\n");
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void aBuildpackThatIsSetButDoesNotFitFailsBeforeAnythingIsBuilt() throws IOException {
        TestEngine.Build build = engine.buildWith(List.of("python", "java"),
                SourceArchive.of(directory, "requirements.txt", ""));

        assertThat(build.outcome()).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.reason())
                .contains("App not compatible with buildpack heroku/java").contains("pom.xml"));
        assertThat(build.log()).noneMatch(line -> line.contains("Installing"));
    }

    @Test
    void aSecondBuildInstallsFromTheCacheUntilTheRequirementsChange() throws IOException {
        Path source = SourceArchive.of(directory, "requirements.txt", "itsdangerous==2.2.0\n");
        Path changed = SourceArchive.of(directory, "requirements.txt", "itsdangerous==2.1.2\n");

        assertThat(engine.build(source).log()).noneMatch(line -> line.contains("requirements detected"));
        assertThat(engine.build(source).log())
                .contains("-----> No change in requirements detected, installing from cache");
        assertThat(engine.build(changed).log())
                .contains("-----> Requirements file has been changed, clearing cached dependencies");
        engine.builder().deleteCache(engine.cacheKey(TestEngine.APP));
        assertThat(engine.build(changed).log()).noneMatch(line -> line.contains("Requirements file has been changed"));
    }

    @Test
    void aBrokenRequirementIsShownInPipsWords() throws IOException {
        TestEngine.Build build = engine.build(SourceArchive.of(directory,
                "requirements.txt", "itsdangerous==2.2.0\npkg-resources=0.0.0\n"));

        assertThat(build.outcome()).isEqualTo(new Failed("failed to compile Python app"));
        assertThat(build.log())
                .anyMatch(line -> line.startsWith("       ERROR: Invalid requirement: 'pkg-resources=0.0.0'"))
                .anyMatch(line -> line.contains("(from line 2 of /app/requirements.txt)"))
                .noneMatch(line -> line.startsWith("       error:"));
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void aPipfileIsInstalledWithAndWithoutItsLock() throws IOException {
        String pipfile = """
                [[source]]
                url = "https://pypi.org/simple"
                verify_ssl = true
                name = "pypi"

                [packages]
                itsdangerous = "*"
                markupsafe = {version = ">=2", markers = "python_version >= '3.8'"}
                """;
        String lock = """
                {"_meta": {"sources": [{"name": "pypi", "url": "https://pypi.org/simple", "verify_ssl": true}]},
                 "default": {"itsdangerous": {"version": "==2.1.2", "hashes": []}}}
                """;

        assertThat(engine.build(SourceArchive.of(directory, "Pipfile", pipfile))
                .run("python -c 'import itsdangerous, markupsafe; print(1)'")).isEqualTo("1\n");
        assertThat(engine.build(SourceArchive.of(directory, "Pipfile", pipfile, "Pipfile.lock", lock))
                .run("pip freeze")).isEqualTo("itsdangerous==2.1.2\n");
    }

    @Test
    void aProjectIsInstalledFromItsLockAndElseFromItsDependencies() throws IOException {
        Path project = Path.of("src", "test", "apps", "uv-project");
        String dependencies = Files.readString(project.resolve("pyproject.toml"));

        TestEngine.Build locked = engine.build(SourceArchive.ofFolder(directory, project));
        assertThat(locked.log()).contains(
                "-----> Installing dependencies using 'uv sync --locked --no-default-groups --inexact'");
        assertThat(locked.run("pip freeze")).isEqualTo("itsdangerous==2.2.0\n");
        assertThat(engine.build(SourceArchive.of(directory, "pyproject.toml", dependencies)).run("pip freeze"))
                .isEqualTo("itsdangerous==2.2.0\n");
    }

    @Test
    void djangosStaticFilesAreCollected() throws IOException {
        Path source = SourceArchive.of(directory,
                "requirements.txt", "Django==5.2.1\n",
                "manage.py", "import os, sys\nos.environ['DJANGO_SETTINGS_MODULE'] = 'settings'\n"
                        + "from django.core.management import execute_from_command_line\n"
                        + "execute_from_command_line(sys.argv)\n",
                "settings.py", "import os\nSECRET_KEY = os.environ['SECRET_KEY']\nSTATIC_URL = '/static/'\n"
                        + "STATIC_ROOT = '/app/staticfiles'\nINSTALLED_APPS = ['django.contrib.staticfiles',"
                        + " 'django.contrib.contenttypes', 'django.contrib.auth', 'django.contrib.admin']\n");

        TestEngine.Build collected = engine.build(TestEngine.APP, source, Map.of("SECRET_KEY", "s"));
        assertThat(collected.log()).contains("-----> $ python manage.py collectstatic --noinput")
                .anyMatch(line -> line.matches("       \\d+ static files copied to '/app/staticfiles'\\."));
        assertThat(collected.run("test -f /app/staticfiles/admin/css/base.css && echo there")).isEqualTo("there\n");

        TestEngine.Build failed = engine.build(source);
        assertThat(failed.outcome()).isEqualTo(new Failed("failed to compile Python app"));
        assertThat(failed.log()).contains("       KeyError: 'SECRET_KEY'",
                " !        $ heroku config:set DISABLE_COLLECTSTATIC=1");

        assertThat(engine.build(TestEngine.APP, source, Map.of("DISABLE_COLLECTSTATIC", "1"))
                .outcome()).isInstanceOf(Built.class);
    }

    @Test
    void theSpringBootExampleBecomesAnImageWithAWebProcess() throws IOException {
        TestEngine.Build build = engine.build(example("spring-boot"));

        assertThat(build.outcome()).isInstanceOfSatisfying(Built.class, built -> {
            assertThat(built.buildpack()).isEqualTo("Java");
            assertThat(built.processTypes())
                    .containsExactly(entry("web", "java -Dserver.port=$PORT $JAVA_OPTS -jar target/hello-1.0.jar"));
        });
        assertThat(build.log()).contains("-----> Java app detected",
                "-----> Using OpenJDK 21 specified in system.properties",
                "       $ mvn -DskipTests clean install",
                "       Procfile declares types -> (none)",
                "       Default types for buildpack -> web");
        assertThat(build.run("java -version 2>&1 | grep -o 'version \"21'; ls /app/target/*.jar; ls -d ~/.m2 2>&1"))
                .startsWith("version \"21\n/app/target/hello-1.0.jar\n").contains("No such file");
    }

    @Test
    void theAppsOwnMavenWrapperIsUsedEvenIfItWasCheckedOutOnWindows() throws IOException {
        TestEngine.Build build = engine.build(TestEngine.APP, SourceArchive.of(directory,
                "pom.xml", "<project/>", "Procfile", "web: java -jar x.jar\r\n",
                ".mvn/wrapper/maven-wrapper.properties", "distributionUrl=none\r\n",
                "mvnw", "#!/bin/sh\r\necho wrapper \"$@\"\r\n"), Map.of("MAVEN_CUSTOM_GOALS", "package; ls"));

        assertThat(build.log()).contains("       $ ./mvnw -DskipTests package; ls",
                "       wrapper -B -DskipTests package; ls", "       Procfile declares types -> web");
    }

    @Test
    void aTreeInNoKnownLanguageIsNotDetected() throws IOException {
        TestEngine.Build build = engine.build(SourceArchive.of(directory, "index.html", "<h1>Hello</h1>"));

        assertThat(build.outcome()).isEqualTo(new NotDetected());
        assertThat(build.log()).startsWith(" !     No default language could be detected for this app.");
    }

    @Test
    void anArchiveThatLeavesItsRootIsRefused() throws IOException {
        assertThat(engine.build(SourceArchive.of(directory, "requirements.txt", "", "../evil", "")).outcome())
                .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.reason()).contains("../evil"));
    }

    @Test
    void aBuildThatTakesTooLongIsStoppedAndNothingOfItIsLeft() throws IOException {
        engine.limitTime(Duration.ofSeconds(8));
        TestEngine.Build build = engine.build(withBuildScript("sleep 600"));

        assertThat(build.outcome()).isEqualTo(new Failed("the build took longer than 8 seconds and was stopped"));
        assertThat(engine.containers()).isEmpty();
        assertThat(engine.images()).isEmpty();
    }

    @Test
    void anInterruptedBuildIsCancelledAndNothingOfItIsLeft() throws Exception {
        CountDownLatch sleeping = new CountDownLatch(1);
        AtomicReference<BuildOutcome> outcome = new AtomicReference<>();
        BuildRequest request = engine.request(TestEngine.APP, withBuildScript("echo sleeping; sleep 600"),
                Map.of());
        Thread pusher = Thread.ofVirtual().start(() -> {
            outcome.set(engine.builder().build(request, line -> {
                if (line.contains("sleeping")) {
                    sleeping.countDown();
                }
            }));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
        assertThat(sleeping.await(2, TimeUnit.MINUTES)).isTrue();

        pusher.interrupt();
        assertThat(pusher.join(Duration.ofSeconds(60))).isTrue();

        assertThat(outcome.get()).isEqualTo(new Failed("build cancelled"));
        assertThat(engine.containers()).isEmpty();
        assertThat(engine.images()).isEmpty();
    }

    @Test
    void aBuildThatWantsTooMuchMemoryIsToldSo() throws IOException {
        engine.limitMemory(256 << 20);
        TestEngine.Build build = engine.build(withBuildScript("python -c 'x = bytearray(1 << 30); print(len(x))'"));

        assertThat(build.outcome()).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.reason()).contains("ran out of memory").contains("256.0M"));
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void aBuildThatFindsTheDiskFullIsToldSo() throws IOException {
        TestEngine.Build build = engine.build(withBuildScript("echo 'cp: No space left on device'; exit 1"));

        assertThat(build.outcome()).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.reason()).contains("disk of the machine is full"));
    }

    @Test
    void aBuildThatPrintsWithoutEndIsStopped() throws IOException {
        engine.limitLog(1 << 20);
        TestEngine.Build build = engine.build(withBuildScript("yes"));

        assertThat(build.outcome()).isEqualTo(new Failed("the build printed more than 1.0M and was stopped"));
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void aSlugAboveTheLimitBecomesNoImage() throws IOException {
        engine.limitSlug(20 << 20);
        TestEngine.Build build = engine.build(withBuildScript("head -c 30M /dev/zero >large"));

        assertThat(build.outcome()).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.reason()).contains("larger than 20.0M"));
        assertThat(engine.containers()).isEmpty();
        assertThat(engine.images()).isEmpty();
    }

    @Test
    void aBuildSeesNeitherDockerNorAnotherAppsCacheNorPrivileges() throws IOException {
        engine.build("other", withBuildScript("echo mine >/cache/other"), Map.of());
        TestEngine.Build build = engine.build(withBuildScript("""
                id -u
                ls /cache/other /var/run/docker.sock 2>&1
                grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status
                awk '$2 ~ "^/(cache|app|host|mnt)" { print "mounted", $2 }' /proc/mounts
                """));

        assertThat(build.log()).contains("       1000",
                "       ls: cannot access '/cache/other': No such file or directory",
                "       ls: cannot access '/var/run/docker.sock': No such file or directory",
                "       CapEff:\t0000000000000000", "       CapBnd:\t0000000000000000", "       NoNewPrivs:\t1",
                "       mounted /cache")
                .noneMatch(line -> line.contains("mounted") && !line.endsWith("/cache"));
    }

    @Test
    void twoAppsBuildAtTheSameTime() throws Exception {
        Path first = withBuildScript("echo one >built-by");
        Path second = withBuildScript("echo two >built-by");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<TestEngine.Build> one = threads.submit(() -> engine.build("one", first, Map.of()));
            Future<TestEngine.Build> two = threads.submit(() -> engine.build("two", second, Map.of()));

            assertThat(one.get().run("cat built-by")).isEqualTo("one\n");
            assertThat(two.get().run("cat built-by")).isEqualTo("two\n");
        }
    }

    @Test
    void startRemovesWhatACrashLeftButNoDynoOfABuiltImage() throws IOException {
        TestEngine.Build build = engine.build(withBuildScript("true"));
        String dyno = build.startDyno();
        String leftover = engine.createLeftover();

        engine.builder().start();

        assertThat(engine.exists(dyno)).isTrue();
        assertThat(engine.exists(leftover)).isFalse();
    }

    @Test
    void anImageIsDeletedOnceNoContainerRunsIt() throws IOException {
        TestEngine.Build build = engine.build(withBuildScript("true"));
        String image = ((Built) build.outcome()).image();
        String dyno = build.startDyno();

        assertThatThrownBy(() -> engine.builder().deleteImage(image))
                .isInstanceOf(BuilderException.class).hasMessageContaining(image);
        engine.remove(dyno);
        engine.builder().deleteImage(image);
        engine.builder().deleteImage(image);

        assertThat(engine.images()).isEmpty();
    }

    @Test
    void anImageWithTwoReferencesStaysUntilBothAreDeleted() throws IOException {
        String image = ((Built) engine.build(withBuildScript("true")).outcome()).image();
        String copy = image + "-copy";

        engine.builder().tagImage(image, copy);
        engine.builder().deleteImage(image);

        assertThat(engine.images()).containsExactly(copy);
        assertThatThrownBy(() -> engine.builder().tagImage(image, copy))
                .isInstanceOf(BuilderException.class).hasMessageContaining(image);
        engine.builder().deleteImage(copy);
        assertThat(engine.images()).isEmpty();
    }

    @Test
    void aMissingStackImageIsNamedWithWhatMakesIt() throws IOException {
        engine.useStack("absent");

        assertThatThrownBy(() -> engine.build(withBuildScript("true"))).isInstanceOf(BuilderException.class)
                .hasMessageContaining("build-python:absent").hasMessageContaining("stack/build-images");
    }

    private Path example(String name) throws IOException {
        return SourceArchive.ofFolder(directory, Path.of("..", "examples", name));
    }

    private Path withBuildScript(String script) throws IOException {
        return SourceArchive.of(directory, "requirements.txt", "", "bin/post_compile", script);
    }
}
