package dev.slipway.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;

class ListingTests {

    private static final Listing<Integer, Integer> BY_VERSION = Listing.by("version", version -> version, Integer::valueOf);
    private static final List<Integer> SEVEN = IntStream.rangeClosed(1, 7).boxed().toList();

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "nonsense", "version ..", "id ..; max=1000;", "version x..y"})
    void everythingInOrderWhereTheHeaderAsksForNothingElse(String range) {
        ResponseEntity<List<Integer>> answer = BY_VERSION.answer(SEVEN, range);

        assertThat(answer.getBody()).isEqualTo(SEVEN);
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(answer.getHeaders().getFirst("Next-Range")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"version ..; order=desc,max=1", "version ..; max=1, order=desc"})
    void theNewestComesFirstInBothSpellingsOfTheCli(String range) {
        ResponseEntity<List<Integer>> answer = BY_VERSION.answer(SEVEN, range);

        assertThat(answer.getBody()).containsExactly(7);
        assertThat(answer.getStatusCode().value()).isEqualTo(206);
        assertThat(answer.getHeaders().getFirst("Content-Range")).isEqualTo("version 7..7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version ..; max=3", "version ..; max=3,order=desc"})
    void followingNextRangeVisitsEachElementOnce(String first) {
        List<Integer> seen = new java.util.ArrayList<>();
        String range = first;
        while (range != null) {
            ResponseEntity<List<Integer>> answer = BY_VERSION.answer(SEVEN, range);
            seen.addAll(java.util.Objects.requireNonNull(answer.getBody()));
            range = answer.getHeaders().getFirst("Next-Range");
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(SEVEN).hasSize(7);
    }

    @Test
    void boundsAreInclusiveUnlessBracketed() {
        assertThat(BY_VERSION.answer(SEVEN, "version 2..4").getBody()).containsExactly(2, 3, 4);
        assertThat(BY_VERSION.answer(SEVEN, "version ]2..4").getBody()).containsExactly(3, 4);
        assertThat(BY_VERSION.answer(SEVEN, "version ]4..; order=desc").getBody()).containsExactly(3, 2, 1);
    }
}
