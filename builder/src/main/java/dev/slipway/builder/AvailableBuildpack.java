package dev.slipway.builder;

import java.util.List;

/**
 * A buildpack that the builder has.
 *
 * @param key       its name in {@link BuildRequest#buildpacks}, for example {@code python}
 * @param language  display name, for example {@code Python}
 * @param rootFiles it recognises a source tree by any of these in the root directory
 */
public record AvailableBuildpack(String key, String language, List<String> rootFiles) {}
