package dev.slipway.gitreceiver;

import dev.slipway.gitreceiver.PushAuthorizer.Access;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real {@link GitServer} in a real Tomcat. The password is {@code secret}, {@code shop} is the repository. */
final class GitServerFixture implements BeforeEachCallback, AfterEachCallback {

    static final String PASSWORD = "secret";
    static final String REPOSITORY = "shop";

    final List<Push> pushes = new CopyOnWriteArrayList<>();
    private final List<GitClient> clients = new ArrayList<>();
    private PushHandler handler = (push, output) -> new PushOutcome.Accepted();
    private PushAuthorizer authorizer = GitServerFixture::authorize;
    private long maxPackBytes = 200 << 20;
    private long maxSourceBytes = 200 << 20;
    private Duration keepAlive = Duration.ofSeconds(15);
    private Path folder;
    private GitServer server;
    private Tomcat tomcat;

    GitServerFixture maxPackBytes(long bytes) {
        maxPackBytes = bytes;
        return this;
    }

    GitServerFixture maxSourceBytes(long bytes) {
        maxSourceBytes = bytes;
        return this;
    }

    GitServerFixture keepAlive(Duration interval) {
        keepAlive = interval;
        return this;
    }

    GitServerFixture authorizer(PushAuthorizer authorizer) {
        this.authorizer = authorizer;
        return this;
    }

    /** What the next pushes meet. */
    void onPush(PushHandler handler) {
        this.handler = handler;
    }

    GitServer server() {
        return server;
    }

    Path repositories() {
        return folder.resolve("repositories");
    }

    Path bareRepository() {
        return repositories().resolve(REPOSITORY + ".git");
    }

    String url() {
        return url(REPOSITORY + ".git");
    }

    String url(String path) {
        return origin("any:" + PASSWORD + "@") + path;
    }

    String urlWithoutCredentials(String path) {
        return origin("") + path;
    }

    private String origin(String userInfo) {
        return "http://" + userInfo + "127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/";
    }

    /** A work tree with an isolated configuration. */
    GitClient newClient() {
        GitClient client = GitClient.init(folder.resolve("client-" + clients.size()));
        clients.add(client);
        return client;
    }

    /** All pack files and files of running pushes, relative to the repositories' folder. */
    List<String> objectsOnDisk() {
        try (Stream<Path> files = Files.walk(repositories())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> repositories().relativize(file).toString())
                    .filter(name -> name.contains("/objects/") || name.startsWith(".work/") || name.endsWith("/shallow"))
                    .sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> workFolders() {
        try (Stream<Path> files = Files.list(repositories().resolve(".work"))) {
            return files.map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Access authorize(String repository, String user, String password) {
        if (!password.equals(PASSWORD)) {
            return new Access.Unauthenticated("Wrong token. Get one with: heroku auth:token");
        }
        if (!repository.equals(REPOSITORY)) {
            return new Access.NotFound("No app is named " + repository + ". See yours with: heroku apps");
        }
        return new Access.Granted(repository, "ada");
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("git-server-");
        server = GitServer.of(
                new GitServerSettings(repositories(), maxPackBytes, maxSourceBytes, Set.of("main", "master")),
                (repository, user, password) -> authorizer.authorize(repository, user, password),
                (push, output) -> {
                    pushes.add(push);
                    return handler.handle(push, output);
                },
                keepAlive);
        server.start();
        tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createDirectory(folder.resolve("tomcat")).toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        Context web = tomcat.addContext("", null);
        FilterDef filter = new FilterDef();
        filter.setFilterName("git");
        filter.setFilter(server.filter());
        web.addFilterDef(filter);
        FilterMap everything = new FilterMap();
        everything.setFilterName("git");
        everything.addURLPattern("/*");
        web.addFilterMap(everything);
        Tomcat.addServlet(web, "rest", new RestOfTheProgram());
        web.addServletMappingDecoded("/", "rest");
        tomcat.start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (GitClient client : clients) {
            client.stop();
        }
        tomcat.stop();
        tomcat.destroy();
        // Tomcat sets them once per JVM, and would create this test's deleted folder again in the next one.
        System.clearProperty("catalina.home");
        System.clearProperty("catalina.base");
        // A garbage collection in the background may still write into it.
        Eventually.holds(this::deleteFolder);
    }

    private void deleteFolder() {
        try {
            Repositories.deleteTree(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stands for the embedding program behind the filter. */
    private static final class RestOfTheProgram extends HttpServlet {

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("rest of the program: " + request.getServletPath());
        }
    }
}
