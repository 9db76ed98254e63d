package dev.slipway.builder;

/** Docker labels that the builder sets. */
final class Labels {

    /** On containers and caches: the {@link BuilderSettings#owner()} who made them. */
    static final String OWNER = "slipway.builder";

    /** On containers and images: the {@link BuildRequest#buildId()}. */
    static final String BUILD = "slipway.build";

    private Labels() {}
}
