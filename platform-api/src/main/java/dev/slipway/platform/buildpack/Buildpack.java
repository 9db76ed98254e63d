package dev.slipway.platform.buildpack;

import dev.slipway.builder.AvailableBuildpack;
import dev.slipway.builder.ImageBuilder;
import dev.slipway.platform.api.ApiException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A buildpack as an app names it.
 *
 * @param key what the builder calls it, for example {@code python}
 * @param url what the user gave, or {@code urn:buildpack:heroku/python} for a name: {@code heroku buildpacks:remove}
 *            compares it to the letter
 */
public record Buildpack(String key, String url) {

    /** Namespace of all buildpacks there are: they stand for Heroku's of the same names. */
    static final String NAMESPACE = "heroku";

    private static final String URN = "urn:buildpack:";
    private static final int LONGEST = 500;
    private static final Pattern NAME = Pattern.compile("(?:" + URN + ")?" + NAMESPACE + "/([a-z0-9-]+)");
    /** {@code https://github.com/heroku/heroku-buildpack-python.git#v1} and the archives that Heroku kept them in. */
    private static final Pattern LAST_SEGMENT = Pattern.compile("(?:heroku-)?(?:buildpack-)?([a-z0-9-]+?)(?:\\.git|\\.tgz)?");
    private static final Pattern HEROKUS = Pattern.compile("https://github\\.com/heroku/.*"
            + "|https://(?:buildpack-registry|codon-buildpacks)\\.s3\\.amazonaws\\.com/.*");

    /** The buildpack of this name, for example {@code heroku/python}. */
    static Buildpack ofKey(String key) {
        return new Buildpack(key, URN + NAMESPACE + "/" + key);
    }

    /** The one for a language's display name, as a build that detected it says. */
    public static Optional<Buildpack> ofLanguage(String language) {
        return ImageBuilder.buildpacks().stream().filter(available -> available.language().equals(language)).findFirst()
                .map(available -> ofKey(available.key()));
    }

    /**
     * Reads what a user typed: a name, a URN or a URL.
     *
     * @throws ApiException 422 if Slipway has no such buildpack; the message lists those it has
     */
    public static Buildpack parse(String typed) {
        if (typed.length() > LONGEST || typed.chars().anyMatch(Character::isISOControl)) {
            throw unknown("This");
        }
        Matcher name = NAME.matcher(typed);
        if (name.matches()) {
            return available(name.group(1)).map(found -> ofKey(found.key()))
                    .orElseThrow(() -> unknown(typed));
        }
        return lastSegment(typed).flatMap(Buildpack::available).map(found -> new Buildpack(found.key(), typed))
                .orElseThrow(() -> unknown(typed));
    }

    /** For people: {@code heroku/python}. */
    public String name() {
        return NAMESPACE + "/" + key;
    }

    /** Whether the user named somebody else's buildpack, in whose place Slipway's own works. */
    boolean standsForAnother() {
        return !url.startsWith(URN) && !HEROKUS.matcher(url).matches();
    }

    private static Optional<AvailableBuildpack> available(String key) {
        return ImageBuilder.buildpacks().stream().filter(buildpack -> buildpack.key().equals(key)).findFirst();
    }

    private static Optional<String> lastSegment(String typed) {
        try {
            URI url = new URI(typed);
            if (url.getScheme() == null || url.getHost() == null || url.getPath() == null) {
                return Optional.empty();
            }
            Matcher segment = LAST_SEGMENT.matcher(url.getPath().substring(url.getPath().lastIndexOf('/') + 1)
                    .toLowerCase(Locale.ROOT));
            return segment.matches() ? Optional.of(segment.group(1)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static ApiException unknown(String what) {
        return ApiException.invalid(what + " is not a buildpack that Slipway has. It has " + names()
                + ", and no others can be added. Set one of these, or let Slipway detect the language: "
                + "heroku buildpacks:clear");
    }

    /** For people: all there are. */
    static String names() {
        List<String> names = ImageBuilder.buildpacks().stream().map(available -> NAMESPACE + "/" + available.key()).toList();
        return names.stream().collect(Collectors.joining(", "));
    }
}
