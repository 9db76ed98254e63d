package dev.slipway.gitreceiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.gitreceiver.PushAuthorizer.Access;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.ZipException;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side: which request is git's, who may, and which service answers. Every error is plain text, because that is
 * what git shows to its user as {@code remote: …}.
 */
final class GitHttpFilter implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(GitHttpFilter.class);

    private final PushAuthorizer authorizer;
    private final Repositories repositories;
    private final FetchService fetches;
    private final PushService pushes;

    GitHttpFilter(PushAuthorizer authorizer, Repositories repositories, FetchService fetches, PushService pushes) {
        this.authorizer = authorizer;
        this.repositories = repositories;
        this.fetches = fetches;
        this.pushes = pushes;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
            return;
        }
        Optional<GitRequest> git = GitRequest.parse(http);
        if (git.isPresent()) {
            answer(git.get(), http, answer);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void answer(GitRequest git, HttpServletRequest http, HttpServletResponse response) throws IOException {
        if (!StorageKey.isValid(git.repository())) {
            text(response, HttpServletResponse.SC_NOT_FOUND, "'" + printable(git.repository())
                    + "' cannot be a repository: names consist of lower-case letters, digits and dashes. Check the address with: git remote -v");
            return;
        }
        Credentials credentials = Credentials.parse(http.getHeader("Authorization"));
        Access access;
        try {
            access = authorizer.authorize(git.repository(), credentials.user(), credentials.password());
        } catch (RuntimeException e) {
            LOG.error("git: cannot decide who may use repository {}", git.repository(), e);
            text(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "The server cannot check your credentials at the moment. Try again in a minute.");
            return;
        }
        switch (access) {
            case Access.Unauthenticated(String message) -> {
                response.setHeader("WWW-Authenticate", "Basic realm=\"Slipway\"");
                text(response, HttpServletResponse.SC_UNAUTHORIZED, message);
            }
            case Access.NotFound(String message) -> text(response, HttpServletResponse.SC_NOT_FOUND, message);
            case Access.Forbidden(String message) -> text(response, HttpServletResponse.SC_FORBIDDEN, message);
            case Access.Granted granted -> serve(git, granted, http, response);
        }
    }

    private void serve(GitRequest git, Access.Granted access, HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        if (git.operation() == GitRequest.Operation.UNKNOWN) {
            text(response, HttpServletResponse.SC_NOT_FOUND, "This is the address of a git repository. Use it with:"
                    + " git clone, git fetch, git push (smart HTTP only)");
            return;
        }
        ClientConnection client;
        try {
            client = ClientConnection.open(http, response);
        } catch (ZipException e) {
            text(response, HttpServletResponse.SC_BAD_REQUEST, "The request's body is not gzip, as its header says.");
            return;
        }
        String protocol = Optional.ofNullable(http.getHeader("Git-Protocol")).orElse("");
        try (Repository repository = repositories.open(access.repository())) {
            switch (git.operation()) {
                case ADVERTISE_FOR_PUSH -> {
                    stream(response, "application/x-git-receive-pack-advertisement");
                    pushes.advertise(repository, client);
                }
                case ADVERTISE_FOR_FETCH -> {
                    stream(response, "application/x-git-upload-pack-advertisement");
                    fetches.advertise(repository, protocol, client);
                }
                case PUSH -> {
                    stream(response, "application/x-git-receive-pack-result");
                    pushes.receive(repository, access, client);
                }
                case FETCH -> {
                    stream(response, "application/x-git-upload-pack-result");
                    fetches.upload(repository, protocol, client);
                }
                case UNKNOWN -> throw new IllegalStateException("answered above");
            }
        } catch (IOException e) {
            if (!client.isLost()) {
                throw e;
            }
            LOG.debug("git: client of repository {} hung up", access.repository(), e);
        }
    }

    private static void stream(HttpServletResponse response, String contentType) {
        response.setContentType(contentType);
        response.setHeader("Cache-Control", "no-cache, max-age=0, must-revalidate");
        // https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering: else lines wait for a full buffer
        response.setHeader("X-Accel-Buffering", "no");
    }

    private static void text(HttpServletResponse response, int status, String message) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write((message + "\n").getBytes(UTF_8));
    }

    private static String printable(String name) {
        String shortened = name.length() > 64 ? name.substring(0, 64) + "…" : name;
        return shortened.replaceAll("[^\\p{Alnum}._/ …-]", "?");
    }
}
