package dev.slipway.platform.formation;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Quota;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** The memory that all dynos of one owner's apps may use together, which is bounded so that one owner leaves some to others. */
@Component
class DynoMemory {

    private final FormationRepository repository;
    private final Releases releases;
    private final Slugs slugs;
    private final Quota quota;

    DynoMemory(FormationRepository repository, Releases releases, Slugs slugs, Quota quota) {
        this.repository = repository;
        this.releases = releases;
        this.slugs = slugs;
        this.quota = quota;
    }

    boolean isLimited() {
        return quota.memory() > 0;
    }

    /**
     * What the dynos of all apps of the app's owner may use, in bytes. The formations of these apps do not change until the
     * caller's transaction ends, but by the caller.
     */
    long ofOwner(App app) {
        List<FormationEntity> wanted = repository.lockOfOwner(app.ownerId()).stream().filter(one -> one.quantity > 0).toList();
        Map<UUID, Set<String>> running = processTypes(wanted.stream().map(one -> one.appId).collect(Collectors.toSet()));
        return wanted.stream().filter(one -> running.getOrDefault(one.appId, Set.of()).contains(one.type))
                .map(FormationEntity::toFormation).mapToLong(one -> one.quantity() * one.size().memoryBytes()).sum();
    }

    /** Of each app's current release: others have a formation, which nobody can change, but no dynos. */
    private Map<UUID, Set<String>> processTypes(Set<UUID> appIds) {
        return releases.current(appIds).stream().filter(release -> release.slugId().isPresent()).collect(Collectors.toMap(
                Release::appId, release -> slugs.require(release.slugId().orElseThrow()).processTypes().keySet()));
    }

    /** @throws ApiException 422 if it is more than {@code before}, and more than one may use */
    void check(App app, long before) {
        long now = ofOwner(app);
        if (now > before && now > quota.memory()) {
            throw ApiException.invalid("Cannot scale: the dynos of " + owner(app) + " may use " + gigabytes(quota.memory())
                    + " of memory together. They use " + gigabytes(before) + ", and would use " + gigabytes(now)
                    + ". Scale down what is not needed, or ask " + quota.contact() + ".");
        }
    }

    private static String owner(App app) {
        return app.team() == null ? app.ownerEmail() : "the team " + app.team().name();
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", (double) bytes / DataSize.ofGigabytes(1).toBytes());
    }
}
