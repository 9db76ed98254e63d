package dev.slipway.platform.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.addon.AddonService;
import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.addon.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContainerSettingsTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String GOOD = """
            {"image": "x/y:1", "ports": [80, 81], "memory": "64MB", "environment": {"A": "${PASSWORD}", "B": "1"},
             "config": {"URL": "http://${USER}@${HOST}:${PORT_81}"}}""";

    private static AddonService service(String settings, String... plans) {
        List<Plan> all = Stream.of(plans).map(plan -> new Plan("s", "p" + plan.length(), "", "", false, JSON.readTree(plan))).toList();
        return new AddonService("s", "S", "container", "S", "S", "p", "", all, JSON.readTree(settings));
    }

    private static ContainerSettings read(AddonService service, int plan) {
        return ContainerSettings.read(SettingsReader.of(service, service.plans().get(plan)));
    }

    private static void check(AddonService service) {
        SettingsReader.check(service, plan -> ContainerSettings.read(SettingsReader.of(service, plan)));
    }

    @Test
    void aPlanSaysSomeThingsDifferently() {
        AddonService service = service(GOOD, "{}", "{\"memory\": \"1GB\", \"environment\": {\"B\": \"2\"}}");

        assertThat(read(service, 0).memory()).isEqualTo(DataSize.ofMegabytes(64));
        assertThat(read(service, 1).memory()).isEqualTo(DataSize.ofGigabytes(1));
        assertThat(read(service, 1).environment()).isEqualTo(Map.of("A", new Template("${PASSWORD}"), "B", new Template("2")));
        assertThat(read(service, 1).ports()).containsExactly(80, 81);
    }

    @Test
    void allMistakesAreListedAndOnceIfTheyAreEveryPlans() {
        AddonService service = service("""
                {"ports": "80", "environment": {"not a name": "x", "A": ["x"]}, "volume": "/data/../etc", "typo": 1,
                 "config": {"URL": "${HOST", "KEY": "${HOST}${NOPE}"}}""", "{}", "{\"cpus\": \"all\"}");

        assertThatThrownBy(() -> check(service)).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(
                "settings.image is missing", "settings.ports is not a list", "settings.environment.not a name is no name",
                "settings.environment.A is not a text", "settings.volume is no absolute path", "settings.typo is not known",
                "settings.config.URL has variables", "settings.config.KEY has variables that are not known: ${NOPE}",
                "settings.cpus is no number of CPUs, such as 0.5 (plan p15)")
                .satisfies(e -> assertThat(e.getMessage().split("settings.image is missing")).hasSize(2));
    }

    @Test
    void addressesAreKnownOutsideOnly() {
        AddonService service = service(GOOD.replace("${PASSWORD}", "${HOST}"), "{}");

        assertThatThrownBy(() -> check(service)).hasMessageContaining("settings.environment.A has variables that are not known: ${HOST}");
    }

    @Test
    void onlyNamesInBracesAreVariables() {
        Set<String> known = Set.of("A", "B");
        assertThat(Template.of("$A ${A}${B} $(rm) $$ {B}", known).fill(Map.of("A", "$1\\", "B", "${A}")))
                .isEqualTo("$A $1\\${A} $(rm) $$ {B}");
    }

    @Test
    void settingsThatAreNoSettingsAreNamed() {
        JsonNode odd = JSON.readTree("{\"image\": {\"x\": 1}, \"ports\": [0, 65536, null, 80], \"config\": []}");

        assertThatThrownBy(() -> ContainerSettings.read(odd)).hasMessageContainingAll("settings.image is not a text",
                "settings.ports[0] is no port", "settings.ports[1] is no port", "settings.ports[2] is not a text",
                "settings.config is not an object");
    }
}
