package dev.slipway.gitreceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.gitreceiver.PushAuthorizer.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the embedding program asks of the server itself. */
class GitServerTests {

    @RegisterExtension
    final GitServerFixture git = new GitServerFixture();

    @Test
    void aDeletedRepositoryIsGoneAndItsNameStartsAfresh() {
        GitClient client = git.newClient();
        client.commitFile("app.py", "print(1)");
        client.git("push", git.url(), "main");

        git.server().deleteRepository("shop");

        assertThat(git.bareRepository()).doesNotExist();
        assertThat(git.server().sizeOf("shop")).isZero();
        assertThat(git.server().findHeadCommit("shop")).isEmpty();
        client.git("push", git.url(), "main");
        assertThat(git.server().findHeadCommit("shop")).isPresent();
        assertThat(git.pushes).hasSize(2);
    }

    @Test
    void deletingWhatIsNotThereDoesNothing() {
        git.server().deleteRepository("never-pushed");

        assertThat(git.repositories().resolve("never-pushed.git")).doesNotExist();
    }

    @Test
    void theSizeIsThatOfTheFilesOnDisk() throws Exception {
        GitClient client = git.newClient();
        client.commitFile("app.py", "print(1)");
        client.git("push", git.url(), "main");

        try (var files = Files.walk(git.bareRepository())) {
            long expected = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
            assertThat(git.server().sizeOf("shop")).isEqualTo(expected).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/b", "", "Shop", ".work"})
    void aStorageKeyThatIsNoneIsTheCallersMistake(String key) {
        assertThatThrownBy(() -> git.server().deleteRepository(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> git.server().sizeOf(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Access.Granted(key, "ada")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyPushesEndUpInFewPacks() {
        GitClient client = git.newClient();
        client.commitFile("app.py", "print(0)");
        client.git("push", git.url(), "main");
        client.git("-C", git.bareRepository().toString(), "config", "gc.autoPackLimit", "3");
        client.git("-C", git.bareRepository().toString(), "config", "gc.prunePackExpire", "now");

        for (int i = 1; i <= 6; i++) {
            client.commitFile("app.py", "print(" + i + ")");
            client.git("push", git.url(), "main");
        }

        Path packs = git.bareRepository().resolve("objects/pack");
        Eventually.holds(() -> assertThat(packs.toFile().list((folder, name) -> name.endsWith(".pack")))
                .hasSizeLessThan(6));
        // Packs may still be deleted that this has seen.
        Eventually.holds(() -> client.git("-C", git.bareRepository().toString(), "fsck", "--full"));
    }

    @Test
    void theSettingsNameEveryMistakeAtOnce() {
        assertThatThrownBy(() -> new GitServerSettings(Path.of("x"), 0, -1, Set.of("a b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("maxPackBytes", "maxSourceBytes", "'a b' is no branch name");
        assertThatThrownBy(() -> new GitServerSettings(Path.of("x"), 1, 1, Set.of()))
                .hasMessageContaining("deployBranches must name at least one branch");
    }
}
