package dev.slipway.gitreceiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitreceiver.PushAuthorizer.Access;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and which requests are git's. */
class AccessTests {

    @RegisterExtension
    final GitServerFixture git = new GitServerFixture();

    @Test
    void withoutCredentialsTheAnswerAsksForThem() throws Exception {
        HttpResponse<String> response = RawRequest.get(git, "shop.git/info/refs?service=git-receive-pack", "");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"Slipway\"");
    }

    @Test
    void aWrongPasswordShowsTheAuthorizersMessage() {
        GitClient client = git.newClient();
        client.commitFile("app.py", "print(1)");

        GitClient.Result push = client.run("push", git.url().replace("secret", "guess"), "main");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.output()).contains("remote: Wrong token. Get one with: heroku auth:token")
                .contains("Authentication failed");
    }

    @Test
    void anUnknownRepositoryShowsTheAuthorizersMessage() {
        GitClient.Result clone = git.newClient().run("clone", git.url("nowhere.git"));

        assertThat(clone.exitCode()).isNotZero();
        assertThat(clone.output()).contains("remote: No app is named nowhere. See yours with: heroku apps");
        assertThat(git.repositories().resolve("nowhere.git")).doesNotExist();
    }

    @Test
    void whoIsForbiddenReadsWhyAndIsNotAskedAgain() {
        git.authorizer((repository, user, password) -> new Access.Forbidden("This account is suspended."));

        GitClient.Result clone = git.newClient().run("clone", git.url());

        assertThat(clone.exitCode()).isNotZero();
        assertThat(clone.output()).contains("remote: This account is suspended.").contains("error: 403")
                .doesNotContain("Authentication failed");
    }

    @Test
    void anAuthorizerThatFailsIsAnsweredWithoutItsDetails() {
        git.authorizer((repository, user, password) -> {
            throw new IllegalStateException("database is down");
        });

        GitClient.Result clone = git.newClient().run("clone", git.url());

        assertThat(clone.output()).contains("remote: The server cannot check your credentials at the moment")
                .doesNotContain("database is down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shop.git", "owner/shop.git", "shop_1.git", "a.b.git", "%2e%2e.git", "shöp.git"})
    void aNameThatCannotBeARepositoryIsAnsweredWithWhatNamesLookLike(String path) {
        GitClient.Result clone = git.newClient().run("clone", git.url(path), "copy");

        assertThat(clone.exitCode()).isNotZero();
        assertThat(clone.output()).contains("names consist of lower-case letters, digits and dashes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2f..%2fetc.git", "../../etc.git", "..%5c..%5cetc.git", "shop.git/../../etc.git",
        "shop.git%2f..%2f..%2fetc.git", ".work.git", "%2e%2e/%2e%2e/etc.git", "shop%00.git"})
    void namesThatClimbOutTouchNothingOnDisk(String path) throws Exception {
        HttpResponse<String> response = RawRequest.get(git, path + "/info/refs?service=git-upload-pack", "any:secret");

        assertThat(response.statusCode()).isIn(400, 404);
        assertThat(entries(git.repositories())).containsExactly(".work");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "apps", "shop/info/refs?service=git-receive-pack", "shop.github/x", "a/b.git", "x.git.txt"})
    void everyOtherRequestGoesOnToTheChain(String path) throws Exception {
        HttpResponse<String> response = RawRequest.get(git, path, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("rest of the program: /");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.git", "shop.git/", "shop.git/HEAD", "shop.git/objects/info/packs", "shop.git/config",
        "shop.git/info/refs", "shop.git/info/refs?service=git-upload-archive", "shop.git/git-receive-pack"})
    void theDumbProtocolAndBrowsersGetAnExplanation(String path) throws Exception {
        HttpResponse<String> response = RawRequest.get(git, path, "any:secret");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("text/plain"));
        assertThat(response.body()).contains("git clone");
    }

    @Test
    void theAuthorizerSeesWhatTheClientSent() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        git.authorizer((repository, user, password) -> {
            asked.add(repository + "|" + user + "|" + password);
            return new Access.NotFound("no");
        });

        RawRequest.get(git, "shop.git/info/refs?service=git-upload-pack", "");
        RawRequest.get(git, "shop.git/info/refs?service=git-upload-pack", ":token");
        RawRequest.get(git, "shop.git/info/refs?service=git-upload-pack", "ada@example.org:a:b:ü");

        assertThat(asked).containsExactly("shop||", "shop||token", "shop|ada@example.org|a:b:ü");
    }

    @Test
    void credentialsThatAreNoBase64CountAsNone() {
        assertThat(Credentials.parse("Basic %%%")).isEqualTo(new Credentials("", ""));
        assertThat(Credentials.parse("Bearer abc")).isEqualTo(new Credentials("", ""));
        assertThat(Credentials.parse("basic " + Base64.getEncoder().encodeToString("u:p".getBytes())))
                .isEqualTo(new Credentials("u", "p")).hasToString("Credentials[user=u]");
    }

    private static List<String> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
