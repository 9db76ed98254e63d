package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildRequestTests {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void namesOfTheDocumentedShapeAreTaken() {
        assertThatNoException().isThrownBy(() -> request("b-1", "c-1", COMMIT, "localhost:5000/apps/shop:v1"));
    }

    @ParameterizedTest
    @CsvSource({
        "b/../1, c1, " + COMMIT + ", apps/shop:v1",
        "b1, 'c 1', " + COMMIT + ", apps/shop:v1",
        "b1, '', " + COMMIT + ", apps/shop:v1",
        "b1, c1, 'two\nlines', apps/shop:v1",
        "b1, c1, " + COMMIT + ", apps/shop",
        "b1, c1, " + COMMIT + ", --force:v1"})
    void anyOtherIsTheCallersMistake(String buildId, String cacheKey, String commit, String image) {
        assertThatIllegalArgumentException().isThrownBy(() -> request(buildId, cacheKey, commit, image));
    }

    @Test
    void buildpacksAreThoseOfTheBuilderEachOnce() {
        assertThat(with(List.of("python", "java")).buildpacks()).containsExactly("python", "java");
        assertThatIllegalArgumentException().isThrownBy(() -> with(List.of("cobol")));
        assertThatIllegalArgumentException().isThrownBy(() -> with(List.of("python", "python")));
    }

    private static BuildRequest with(List<String> buildpacks) {
        return new BuildRequest("b1", "c1", Path.of("source.tar"), COMMIT, Map.of(), "apps/shop:v1", buildpacks);
    }

    private static void request(String buildId, String cacheKey, String commit, String image) {
        new BuildRequest(buildId, cacheKey, Path.of("source.tar"), commit, Map.of(), image);
    }
}
