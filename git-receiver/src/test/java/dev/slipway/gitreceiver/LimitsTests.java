package dev.slipway.gitreceiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pushes that are too much. */
class LimitsTests {

    private static final int MEGABYTE = 1 << 20;

    @Nested
    class OfThePack {

        @RegisterExtension
        final GitServerFixture git = new GitServerFixture().maxPackBytes(3 * MEGABYTE);

        @Test
        void aLargerPackIsRefusedWithTheLimitAndTheWayOut() {
            GitClient client = git.newClient();
            client.write("noise.bin", noise(30 * MEGABYTE)).commit("noise");

            GitClient.Result push = client.run("push", git.url(), "main");

            assertThat(push.exitCode()).isNotZero();
            assertThat(push.output()).contains("The push is larger than 3 MB.")
                    .contains("Large files do not belong in the repository").contains("[remote rejected] main -> main");
            assertThat(git.pushes).isEmpty();
            assertThat(git.objectsOnDisk()).isEmpty();
        }

        @Test
        void aGzipBombIsCountedUnpacked() throws Exception {
            byte[] packOfOneBlobOf32Megabytes = {'P', 'A', 'C', 'K', 0, 0, 0, 2, 0, 0, 0, 1,
                (byte) 0xb0, (byte) 0x80, (byte) 0x80, 0x08, 0x78, 0x01};
            byte[] emptyDeflateBlock = {0, 0, 0, (byte) 0xff, (byte) 0xff};
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
                gzip.write(RawRequest.pushOfMain("1".repeat(40), packOfOneBlobOf32Megabytes));
                for (int i = 0; i < 100 * MEGABYTE / emptyDeflateBlock.length; i++) {
                    gzip.write(emptyDeflateBlock);
                }
            }
            assertThat(bomb.size()).isLessThan(MEGABYTE);

            HttpResponse<String> response = RawRequest.post(git, "git-receive-pack", "gzip", bomb.toByteArray());

            assertThat(response.body()).contains("The push is larger than 3 MB.");
            assertThat(git.objectsOnDisk()).isEmpty();
        }

        @Test
        void aPackThatAnnouncesBillionsOfObjectsCostsNoMemory() {
            byte[] billions = {'P', 'A', 'C', 'K', 0, 0, 0, 2, 0x7f, (byte) 0xff, 0, 0};

            String answer = RawRequest.post(git, "git-receive-pack", RawRequest.pushOfMain("1".repeat(40), billions));

            assertThat(answer).contains("the pack holds 2147418112 objects").contains("ng refs/heads/main");
            assertThat(git.objectsOnDisk()).isEmpty();
        }

        @Test
        void aBodyThatIsNotGzipAsAnnouncedIsABadRequest() {
            HttpResponse<String> response = RawRequest.post(git, "git-upload-pack", "gzip", "no gzip".getBytes(UTF_8));

            assertThat(response.statusCode()).isEqualTo(400);
        }
    }

    @Nested
    class OfTheSource {

        @RegisterExtension
        final GitServerFixture git = new GitServerFixture().maxSourceBytes(3 * MEGABYTE);

        @Test
        void aLargerTreeIsRefusedWithTheLimitAndTheWayOut() {
            GitClient client = git.newClient();
            client.write("zeros.bin", new byte[5 * MEGABYTE]).commit("zeros");

            GitClient.Result push = client.run("push", git.url(), "main");

            assertThat(push.output()).contains("The source tree is larger than 3 MB.").contains("git rm");
            assertThat(git.pushes).isEmpty();
            assertThat(git.objectsOnDisk()).isEmpty();
        }

        @Test
        void aTreeOfABillionEmptyFilesIsTooLargeAsWell() {
            GitClient client = git.newClient();
            String tree = client.gitWithInput(new byte[0], "hash-object", "-w", "--stdin");
            String mode = "100644 blob ";
            for (int depth = 0; depth < 9; depth++) {
                StringBuilder entries = new StringBuilder();
                for (char name = 'a'; name < 'k'; name++) {
                    entries.append(mode).append(tree).append('\t').append(name).append('\n');
                }
                tree = client.gitWithInput(entries.toString().getBytes(UTF_8), "mktree");
                mode = "040000 tree ";
            }
            String commit = client.git("commit-tree", "-m", "bomb", tree);

            GitClient.Result push = client.run("push", git.url(), commit + ":refs/heads/main");

            assertThat(push.output()).contains("The source tree is larger than 3 MB.");
            assertThat(git.pushes).isEmpty();
        }
    }

    @Nested
    class OfOneFile {

        @RegisterExtension
        final GitServerFixture git = new GitServerFixture();

        @Test
        void aHugeFileIsRefusedEvenIfItCompressesWell() {
            GitClient client = git.newClient();
            client.write("zeros.bin", new byte[101 * MEGABYTE]).commit("zeros");

            GitClient.Result push = client.run("push", git.url(), "main");

            assertThat(push.output()).contains("A file in this push, or in its history, is larger than 100 MB.");
            assertThat(git.objectsOnDisk()).isEmpty();
        }

        @Test
        void sixtyMegabytesOfNoiseAreDeployed() {
            GitClient client = git.newClient();
            client.write("noise-1.bin", noise(30 * MEGABYTE));
            client.write("noise-2.bin", noise(30 * MEGABYTE + 1));
            String commit = client.commit("noise");
            long[] tarBytes = new long[1];
            git.onPush((push, output) -> {
                tarBytes[0] = push.sourceTar().toFile().length();
                return new PushOutcome.Accepted();
            });

            client.git("push", git.url(), "main");

            assertThat(tarBytes[0]).isGreaterThan(60L * MEGABYTE);
            assertThat(git.server().findHeadCommit("shop")).contains(commit);
            assertThat(git.server().sizeOf("shop")).isGreaterThan(60L * MEGABYTE);
        }
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        return noise;
    }
}
