package dev.slipway.platform.addon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueFilesTests {

    private static final String CACHE = "name: cache\ndriver: test\nattachment: CACHE\nplans: [{name: small}, {name: large}]\n";

    @TempDir
    Path folder;

    private Path write(Path into, String name, String text) throws IOException {
        Files.createDirectories(into);
        return Files.writeString(into.resolve(name), text);
    }

    private AddonCatalogue catalogue(Path... folders) {
        return new AddonCatalogue(CatalogueFiles.read(List.of(folders)), List.of(new TestAddonDriver()));
    }

    @Test
    void theFirstPlanThatIsOfferedIsTheDefault() throws Exception {
        write(folder, "cache.yml", CACHE.replace("{name: small}", "{name: small, retired: true}"));

        AddonService service = catalogue(folder).require("cache");

        assertThat(service.defaultPlan()).isEqualTo("large");
        assertThat(service.prefix()).isEqualTo("CACHE");
        assertThat(service.offered()).extracting(Plan::name).containsExactly("cache:large");
        assertThat(service.plan("small")).isPresent();
    }

    @Test
    void aServiceOfALaterFolderReplacesTheEarlierOne() throws Exception {
        write(folder.resolve("1"), "cache.yml", CACHE);
        write(folder.resolve("2"), "other-name.yml", CACHE.replace("{name: large}", "{name: huge}"));

        AddonService service = catalogue(folder.resolve("1"), folder.resolve("2"), folder.resolve("3")).require("cache");

        assertThat(service.plans()).extracting(Plan::shortName).containsExactly("small", "huge");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "driver: test             | driver: none                  | there is no driver 'none', only test",
        "driver: test             | drivers: test                 | Unrecognized property \"drivers\"",
        "name: cache              | name: Cache                   | name is 'Cache'; it must match",
        "name: cache              | nothing: 1                    | \"nothing\"",
        "attachment: CACHE        | attachment: cache             | attachment is 'cache'; it must match",
        "attachment: CACHE        | prefix: CACHE                 | attachment is missing",
        "{name: large}            | {name: small}                 | the plan small is there twice",
        "{name: large}            | null                          | a plan is empty",
        "{name: large}            | 5                             | PlanFile",
        "{name: large}            | {name: large, retired: maybe} | maybe",
        "{name: large}            | {name: large, settings: 5}    | settings of plan large must be names and values",
        "{name: large}            | {name: large, settings: {wrong: 1}} | plan large has a wrong setting",
        "driver: test             | default_plan: huge            | default_plan is 'huge', which is none of its plans",
        "[{name: small}, {name: large}] | []                      | plans is empty",
        "plans: [                 | plans: [[                     | line"})
    void aMistakeIsToldWithItsFile(String part, String mistake, String told) throws Exception {
        Path file = write(folder, "cache.yml", CACHE.replace(part, mistake));

        assertThatThrownBy(() -> catalogue(folder)).isInstanceOf(CatalogueException.class)
                .hasMessageContaining(file + ": ").hasMessageContaining(told);
    }

    @Test
    void allMistakesAreTold() throws Exception {
        write(folder, "a.yml", CACHE);
        write(folder, "b.yml", CACHE);
        write(folder, "c.yml", "");
        write(folder, "e.yml", "null");
        write(folder, "d.yml", CACHE.replace("cache", "d").replace("test", "none"));

        assertThatThrownBy(() -> catalogue(folder)).hasMessageContaining("b.yml: a.yml has the service cache already")
                .hasMessageContaining("c.yml: No content").hasMessageContaining("e.yml: is empty")
                .hasMessageContaining("d.yml: there is no driver 'none'");
    }
}
