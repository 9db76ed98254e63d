package dev.slipway.platform;

import dev.slipway.builder.BuildLog;
import dev.slipway.builder.BuildOutcome;
import dev.slipway.builder.BuildRequest;
import dev.slipway.builder.BuilderException;
import dev.slipway.builder.ImageBuilder;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A builder without containers: builds what a test says, else an app with the process type {@code web}. */
public final class InMemoryImageBuilder implements ImageBuilder {

    private final Queue<BuildOutcome> outcomes = new ConcurrentLinkedQueue<>();
    private final Queue<String> deletedImages = new ConcurrentLinkedQueue<>();

    /** The next build ends like this. */
    public void next(BuildOutcome outcome) {
        outcomes.add(outcome);
    }

    /** The next build succeeds with these process types. */
    public void next(Map<String, String> processTypes) {
        next(new BuildOutcome.Built("in-memory", "Test", processTypes, 42));
    }

    @Override
    public void start() {}

    @Override
    public BuildOutcome build(BuildRequest request, BuildLog log) {
        log.line("-----> Test app detected");
        BuildOutcome outcome = outcomes.poll();
        return outcome != null ? outcome : new BuildOutcome.Built(request.image(), "Test", Map.of("web", "serve"), 42);
    }

    @Override
    public void deleteCache(String cacheKey) {}

    @Override
    public void tagImage(String image, String copy) {
        if (deletedImages.contains(image)) {
            throw new BuilderException("tag image", image, "it was deleted", new IllegalStateException());
        }
    }

    @Override
    public void deleteImage(String image) {
        deletedImages.add(image);
    }

    /** Images that were deleted so far. */
    public List<String> deletedImages() {
        return List.copyOf(deletedImages);
    }
}
