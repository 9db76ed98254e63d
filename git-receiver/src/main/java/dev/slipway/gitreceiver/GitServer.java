package dev.slipway.gitreceiver;

import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Serves bare repositories over git's smart HTTP protocol and hands every push to a deploy branch to a
 * {@link PushHandler} before the branch moves. Safe for use by any number of threads.
 *
 * <pre>{@code
 * GitServer git = GitServer.of(settings, authorizer, handler);
 * git.start();
 * servletContext.addFilter("git", git.filter()).addMappingForUrlPatterns(null, false, "/*");
 * }</pre>
 *
 * @see <a href="https://git-scm.com/docs/http-protocol">git's HTTP transfer protocols</a>
 */
public final class GitServer {

    /** Shorter than the idle time-outs of common proxies (nginx 60 s, many load balancers 30 s). */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final Repositories repositories;
    private final Filter filter;

    private GitServer(GitServerSettings settings, PushAuthorizer authorizer, PushHandler handler, Duration keepAlive) {
        this.repositories = new Repositories(settings);
        this.filter = new GitHttpFilter(authorizer, repositories, new FetchService(),
                new PushService(settings, repositories, handler, keepAlive));
    }

    public static GitServer of(GitServerSettings settings, PushAuthorizer authorizer, PushHandler handler) {
        return of(settings, authorizer, handler, KEEP_ALIVE);
    }

    static GitServer of(GitServerSettings settings, PushAuthorizer authorizer, PushHandler handler, Duration keepAlive) {
        return new GitServer(settings, authorizer, handler, keepAlive);
    }

    /**
     * Creates the repositories' folder and removes what pushes left there when an earlier process died. Call it once,
     * before the first request.
     *
     * @throws UncheckedIOException if the folder cannot be created or cleaned
     */
    public void start() {
        attempt("prepare", "the repositories' folder", () -> {
            repositories.prepare();
            return null;
        });
    }

    /**
     * The filter to map to {@code /*}, ahead of anything that authenticates or reads request bodies. It answers
     * {@code /<name>.git} and all below, and passes every other request on to the chain. A push keeps its request
     * thread until the {@link PushHandler} returns.
     */
    public Filter filter() {
        return filter;
    }

    /**
     * Deletes the repository and all its history. Does nothing when there is none; a push that is running is refused at
     * its end.
     *
     * @throws IllegalArgumentException if {@code storageKey} is not {@code [a-z0-9-]{1,64}}
     * @throws UncheckedIOException     if the disk refuses
     */
    public void deleteRepository(String storageKey) {
        attempt("delete", "repository " + storageKey, () -> {
            repositories.delete(storageKey);
            return null;
        });
    }

    /**
     * What the repository takes on disk, in bytes; 0 when there is none.
     *
     * @throws IllegalArgumentException if {@code storageKey} is not {@code [a-z0-9-]{1,64}}
     * @throws UncheckedIOException     if the disk refuses
     */
    public long sizeOf(String storageKey) {
        return attempt("measure", "repository " + storageKey, () -> repositories.sizeOf(storageKey));
    }

    /**
     * The commit, 40 hex digits, of the branch deployed last; empty before the first accepted push to a deploy branch.
     *
     * @throws IllegalArgumentException if {@code storageKey} is not {@code [a-z0-9-]{1,64}}
     * @throws UncheckedIOException     if the repository cannot be read
     */
    public Optional<String> findHeadCommit(String storageKey) {
        return attempt("read", "repository " + storageKey, () -> repositories.findHeadCommit(storageKey));
    }

    private static <T> T attempt(String operation, String subject, IoAction<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new UncheckedIOException("git server: cannot " + operation + " " + subject + ": " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface IoAction<T> {
        T run() throws IOException;
    }
}
