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

    /** One build as a test plays it. */
    @FunctionalInterface
    public interface Played {
        BuildOutcome build(BuildRequest request, BuildLog log) throws InterruptedException;
    }

    private final Queue<Played> played = new ConcurrentLinkedQueue<>();
    private final Queue<String> deletedImages = new ConcurrentLinkedQueue<>();

    /** The next build ends like this. */
    public void next(BuildOutcome outcome) {
        nextPlayed((_, _) -> outcome);
    }

    /** The next build does this; an interrupt cancels it. */
    public void nextPlayed(Played build) {
        played.add(build);
    }

    /** The next build succeeds with these process types. */
    public void next(Map<String, String> processTypes) {
        nextPlayed((request, _) -> new BuildOutcome.Built(request.image(), "Test", processTypes, 42));
    }

    @Override
    public void start() {}

    @Override
    public BuildOutcome build(BuildRequest request, BuildLog log) {
        log.line("-----> Test app detected");
        Played next = played.poll();
        try {
            return next != null ? next.build(request, log)
                    : new BuildOutcome.Built(request.image(), "Test", Map.of("web", "serve"), 42);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new BuildOutcome.Failed("build cancelled");
        }
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
