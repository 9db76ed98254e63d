package dev.slipway.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.Entity;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RestController;

/** The walls of the house: who may know whom. */
class ArchitectureTests {

    private static final List<String> LIBRARIES = List.of("gitreceiver", "builder", "runtime", "router");
    private static final JavaClasses SLIPWAY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.slipway");

    @Test
    void allFiveModulesAreLookedAt() {
        LIBRARIES.forEach(library -> Assertions.assertThat(SLIPWAY.containPackage("dev.slipway." + library)).isTrue());
        Assertions.assertThat(SLIPWAY.containPackage("dev.slipway.platform.deploy")).isTrue();
    }

    @Test
    void theFourLibrariesKnowNothingOfEachOtherNorOfThePlatform() {
        for (String library : LIBRARIES) {
            String[] others = LIBRARIES.stream().filter(other -> !other.equals(library))
                    .map(other -> "dev.slipway." + other + "..").toArray(String[]::new);
            noClasses().that().resideInAPackage("dev.slipway." + library + "..")
                    .should().dependOnClassesThat().resideInAnyPackage(others)
                    .orShould().dependOnClassesThat().resideInAPackage("dev.slipway.platform..")
                    .check(SLIPWAY);
        }
    }

    @Test
    void theFourLibrariesArePlainJava() {
        String[] libraries = LIBRARIES.stream().map(library -> "dev.slipway." + library + "..").toArray(String[]::new);
        noClasses().that().resideInAnyPackage(libraries)
                .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "jakarta.persistence..",
                        "org.hibernate..")
                .check(SLIPWAY);
    }

    @Test
    void onlyTheRouterKnowsNetty() {
        noClasses().that().resideOutsideOfPackage("dev.slipway.router..")
                .should().dependOnClassesThat().resideInAPackage("io.netty..").check(SLIPWAY);
    }

    @Test
    void thePlatformsPackagesHaveNoCycles() {
        slices().matching("dev.slipway.platform.(*)..").should().beFreeOfCycles().check(SLIPWAY);
    }

    @Test
    void entitiesAndControllersStayInTheirPackage() {
        classes().that().areAnnotatedWith(Entity.class).should().notBePublic().check(SLIPWAY);
        classes().that().areAnnotatedWith(RestController.class).should().notBePublic().check(SLIPWAY);
    }

    @Test
    void onlyTheDeployPackageAndTheWiringKnowTheLibrariesTheyDrive() {
        noClasses().that().resideInAPackage("dev.slipway.platform..")
                .and().resideOutsideOfPackages("dev.slipway.platform.deploy..", "dev.slipway.platform.wiring..")
                .should().dependOnClassesThat().haveFullyQualifiedName("dev.slipway.runtime.DynoEngine")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("dev.slipway.gitreceiver.GitServer")
                .check(SLIPWAY);
    }
}
