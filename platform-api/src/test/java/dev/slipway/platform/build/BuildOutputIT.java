package dev.slipway.platform.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** How long the outputs of builds are kept. */
@PlatformTest
class BuildOutputIT {

    @Autowired
    private BuildRecords records;
    @Autowired
    private BuildOutputRepository outputs;
    @Autowired
    private TransactionTemplate transaction;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps apps;

    private Account owner;
    private App app;

    @BeforeEach
    void anApp() {
        owner = accounts.create("b-" + UUID.randomUUID() + "@example.org", "correct horse", false);
        app = apps.create(owner);
    }

    @Test
    void theOutputsOfTheLastFiftyBuildsAreKept() {
        List<UUID> builds = failed(app, 52, "output");
        UUID running = begin(app);

        assertThat(builds.stream().filter(outputs::existsById).toList()).isEqualTo(builds.subList(2, 52));
        assertThat(outputs.existsById(running)).isTrue();
        assertThat(records.output(records.require(app, builds.getFirst()))).contains("not kept any more");
        assertThat(records.output(records.require(app, builds.getLast()))).isEqualTo("output");
    }

    @Test
    void theNewestOutputIsKeptHoweverLongAndOthersAsFarAsTheyFit() {
        List<UUID> builds = failed(app, 5, "x".repeat(100));
        UUID other = failed(apps.create(owner), 1, "x".repeat(1000)).getFirst();

        prune(300);
        assertThat(builds.stream().filter(outputs::existsById).toList()).isEqualTo(builds.subList(2, 5));
        prune(10);
        assertThat(builds.stream().filter(outputs::existsById).toList()).isEqualTo(builds.subList(4, 5));
        assertThat(outputs.existsById(other)).isTrue();
    }

    @Test
    void anOutputWithoutEndIsCutAndThePusherHearsAllOfIt() {
        List<String> heard = new ArrayList<>();
        BuildOutput output = new BuildOutput(begin(app), records, heard::add);
        String line = "x".repeat(BuildOutput.LARGEST / 8);
        for (int i = 0; i < 12; i++) {
            output.line(line);
        }
        output.close();

        assertThat(heard).hasSize(12);
        assertThat(output.text()).hasSizeLessThan(BuildOutput.LARGEST + 100).endsWith("x\n !     What follows is not kept.\n");
    }

    private void prune(long mostBytes) {
        transaction.executeWithoutResult(_ -> outputs.prune(app.id(), 50, mostBytes));
    }

    private List<UUID> failed(App of, int count, String output) {
        List<UUID> builds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID build = begin(of);
            records.output(build, output);
            records.fail(build);
            builds.add(build);
        }
        return builds;
    }

    private UUID begin(App of) {
        return records.begin(of, owner, BuildSource.ofPush("c".repeat(40), Path.of("/nonexistent")), List.of());
    }
}
