package dev.slipway.platform.build;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The slugs of all apps. */
@Service
public class Slugs {

    private final SlugRepository repository;
    private final Clock clock;

    Slugs(SlugRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException if there is none; ids of slugs come from releases and builds only */
    @Transactional(readOnly = true)
    public Slug require(UUID id) {
        return repository.findById(id).map(SlugEntity::toSlug)
                .orElseThrow(() -> new IllegalArgumentException("no slug " + id));
    }

    /** Id to size in bytes. */
    @Transactional(readOnly = true)
    public Map<UUID, Long> sizes(Collection<UUID> ids) {
        return repository.findAllById(ids).stream().map(SlugEntity::toSlug).collect(Collectors.toMap(Slug::id, Slug::size));
    }

    /** The app's slug of this id, if it has one. */
    @Transactional(readOnly = true)
    public Optional<Slug> find(UUID appId, UUID id) {
        return repository.findById(id).map(SlugEntity::toSlug).filter(slug -> slug.appId().equals(appId));
    }

    /** Another app's row for what {@code slug} holds, under an image reference of its own. */
    @Transactional
    Slug copy(Slug slug, UUID toAppId, String image) {
        SlugEntity copy = new SlugEntity();
        copy.appId = toAppId;
        copy.commit = slug.commit();
        copy.image = image;
        copy.buildpack = slug.buildpack();
        copy.processTypes = new LinkedHashMap<>(slug.processTypes());
        copy.size = slug.size();
        copy.checksum = slug.checksum();
        copy.createdAt = Instant.now(clock);
        return repository.save(copy).toSlug();
    }

    /** Notes that the slug's image is gone; its row stays, because releases name it. */
    @Transactional
    void discard(UUID id) {
        repository.findById(id).ifPresent(slug -> slug.image = "");
    }

    /** The app's slugs, newest first. */
    @Transactional(readOnly = true)
    public List<Slug> of(UUID appId) {
        return repository.findByAppIdOrderByCreatedAtDesc(appId).stream().map(SlugEntity::toSlug).toList();
    }
}
