package dev.slipway.builder;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One language: how to recognise it, build it and run it. Its script is the resource {@code <key>/compile}, its images
 * are {@code build-<key>} and {@code run-<key>} of the stack.
 */
sealed interface Buildpack permits PythonBuildpack, JavaBuildpack {

    /**
     * In the order in which Heroku's official buildpacks are asked; the first that recognises the tree builds it.
     *
     * @see <a href="https://devcenter.heroku.com/articles/buildpacks#officially-supported-buildpacks">Heroku: Officially
     *      supported buildpacks</a>
     */
    List<Buildpack> IN_ORDER = List.of(new PythonBuildpack(), new JavaBuildpack());

    /** Display name, for example {@code Python}. */
    String name();

    /** Name in images and resources, for example {@code python}. */
    String key();

    /** Files of which one in the root directory is enough to recognise the language. */
    List<String> rootFiles();

    /** Resources that the script needs beside it. */
    List<String> resources();

    /** @throws BuildFailedException if the stack cannot build what the tree asks for */
    Plan plan(SourceTree source) throws BuildFailedException;

    default boolean recognises(SourceTree source) {
        return rootFiles().stream().anyMatch(source::hasFile);
    }

    static Optional<Buildpack> detect(SourceTree source) {
        return IN_ORDER.stream().filter(buildpack -> buildpack.recognises(source)).findFirst();
    }

    /** @throws IllegalArgumentException if there is none of this key */
    static Buildpack require(String key) {
        return IN_ORDER.stream().filter(buildpack -> buildpack.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such buildpack: " + key));
    }

    /** @return the resource's content, from beside this class */
    static byte[] resource(String name) throws IOException {
        try (var in = Buildpack.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the resource " + name + " is missing in the builder's jar");
            }
            return in.readAllBytes();
        }
    }

    /**
     * What a source tree asks for.
     *
     * @param notices          lines for the pusher, before the build begins
     * @param buildEnvironment environment variables of the build
     * @param imageEnvironment environment variables of the image, which config vars override
     */
    record Plan(List<String> notices, Map<String, String> buildEnvironment, Map<String, String> imageEnvironment) {}
}
