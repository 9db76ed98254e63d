package dev.slipway.platform.api;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * Heroku's list paging: {@code Range: version 3..7; order=desc,max=10} in, {@code Content-Range} and, when more follows,
 * 206 with {@code Next-Range} out. A header that makes no sense is ignored, as the CLI's empty {@code Range:} must be.
 *
 * @param <T> type of the elements
 * @param <K> type of the key that orders them
 * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#ranges">Platform API, Ranges</a>
 */
public final class Listing<T, K extends Comparable<K>> {

    private static final int DEFAULT_MAX = 200;
    private static final int LARGEST_MAX = 1000;
    private static final Pattern RANGE = Pattern.compile(
            "(?<field>[a-z_]+) +(?<open>\\]?)(?<from>[^\\s;]*?)\\.\\.(?<to>[^\\s;\\[]*)(?<close>\\[?) *(;(?<params>.*))?");

    private final String field;
    private final Function<T, K> key;
    private final Function<String, K> parser;

    private Listing(String field, Function<T, K> key, Function<String, K> parser) {
        this.field = field;
        this.key = key;
        this.parser = parser;
    }

    /**
     * @param field  name of the ordering field in the {@code Range} header
     * @param parser reads a key from the header; may throw {@link IllegalArgumentException}
     */
    public static <T, K extends Comparable<K>> Listing<T, K> by(String field, Function<T, K> key,
                                                                Function<String, K> parser) {
        return new Listing<>(field, key, parser);
    }

    /** Answers {@code all} as the {@code Range} header wants it, ascending unless it says otherwise. */
    public ResponseEntity<List<T>> answer(List<T> all, @Nullable String rangeHeader) {
        return answer(all, rangeHeader, page -> page);
    }

    /**
     * The same for what must be looked up first.
     *
     * @param views how the elements of the page are shown, in their order
     */
    public <V> ResponseEntity<List<V>> answer(List<T> all, @Nullable String rangeHeader, Function<List<T>, List<V>> views) {
        Matcher range = RANGE.matcher(rangeHeader == null ? "" : rangeHeader.strip());
        boolean asked = range.matches();
        String params = asked && range.group("params") != null ? range.group("params").toLowerCase(Locale.ROOT) : "";
        boolean descending = params.contains("order=desc");
        Comparator<T> order = Comparator.comparing(key);
        List<T> selected = all.stream()
                .sorted(descending ? order.reversed() : order)
                .filter(element -> !asked || !range.group("field").equals(field) || within(key.apply(element), range))
                .toList();
        int max = max(params, asked);
        List<T> page = selected.subList(0, Math.min(max, selected.size()));
        var answer = ResponseEntity.status(page.size() < selected.size() ? HttpStatus.PARTIAL_CONTENT : HttpStatus.OK);
        if (!page.isEmpty()) {
            answer.header("Content-Range", field + " " + key.apply(page.getFirst()) + ".." + key.apply(page.getLast()));
        }
        if (page.size() < selected.size()) {
            answer.header("Next-Range", field + " ]" + key.apply(page.getLast()) + "..; max=" + max
                    + (descending ? ", order=desc" : ""));
        }
        return answer.header("Accept-Ranges", field).body(views.apply(page));
    }

    /** In a descending range the bounds still read from first to last: {@code ]7..} means "after 7", thus below it. */
    private boolean within(K value, Matcher range) {
        boolean descending = range.group("params") != null && range.group("params").contains("order=desc");
        try {
            return beyond(value, range.group("from"), !range.group("open").isEmpty(), descending)
                    && beyond(value, range.group("to"), !range.group("close").isEmpty(), !descending);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private boolean beyond(K value, String bound, boolean exclusive, boolean below) {
        if (bound.isEmpty()) {
            return true;
        }
        int comparison = value.compareTo(parser.apply(bound)) * (below ? -1 : 1);
        return exclusive ? comparison > 0 : comparison >= 0;
    }

    private static int max(String params, boolean asked) {
        Matcher max = Pattern.compile("max=(\\d{1,6})").matcher(params);
        if (max.find()) {
            return Math.clamp(Integer.parseInt(max.group(1)), 1, LARGEST_MAX);
        }
        // Without a Range header the CLI wants everything; it follows Next-Range where it is given one.
        return asked ? DEFAULT_MAX : LARGEST_MAX;
    }
}
