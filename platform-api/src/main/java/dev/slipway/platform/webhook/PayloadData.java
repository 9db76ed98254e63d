package dev.slipway.platform.webhook;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.PublicUrls;
import dev.slipway.platform.build.Build;
import dev.slipway.platform.domain.Domain;
import dev.slipway.platform.formation.Formation;
import dev.slipway.platform.release.Release;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The things of an app as they stand in the payload of an event: as the API shows them, as far as they are known. */
@Component
class PayloadData {

    private final Accounts accounts;
    private final PublicUrls urls;

    PayloadData(Accounts accounts, PublicUrls urls) {
        this.accounts = accounts;
        this.urls = urls;
    }

    record Ref(UUID id, String name) {}

    record Id(UUID id) {}

    record User(UUID id, String email) {}

    record AppData(UUID id, String name, boolean maintenance, User owner, String gitUrl, String webUrl, Instant createdAt,
                   Instant updatedAt, @Nullable Instant releasedAt) {}

    record ReleaseData(UUID id, int version, String description, String status, User user, Ref app, @Nullable Id slug,
                       Instant createdAt, Instant updatedAt) {}

    record SourceBlob(String version) {}

    record BuildData(UUID id, Ref app, String status, SourceBlob sourceBlob, @Nullable Id slug, @Nullable Id release,
                     List<Object> buildpacks, User user, Instant createdAt, Instant updatedAt) {}

    record FormationData(UUID id, Ref app, String type, int quantity, String size, Instant createdAt, Instant updatedAt) {}

    record DomainData(UUID id, Ref app, String hostname, String kind, String cname, String status, @Nullable Id sniEndpoint,
                      Instant createdAt, Instant updatedAt) {}

    /** What is not known here is in Heroku's shape already. */
    Object of(App app, Object thing) {
        Ref ref = new Ref(app.id(), app.name().value());
        return switch (thing) {
            case App one -> new AppData(one.id(), one.name().value(), one.maintenance(),
                    new User(one.ownerId(), one.ownerEmail()), urls.git(one.name()), urls.web(one.name()), one.createdAt(),
                    one.updatedAt(), one.releasedAt());
            case Release one -> new ReleaseData(one.id(), one.version(), one.description(),
                    one.status().name().toLowerCase(Locale.ROOT), user(one.accountId()), ref,
                    one.slugId().map(Id::new).orElse(null), one.createdAt(), one.updatedAt());
            case Build one -> new BuildData(one.id(), ref, one.status(), new SourceBlob(one.commit()), id(one.slugId()),
                    id(one.releaseId()), List.of(), user(one.accountId()), one.createdAt(), one.updatedAt());
            case Formation one -> new FormationData(one.id(), ref, one.type(), one.quantity(), one.size().label(),
                    one.createdAt(), one.updatedAt());
            case Domain one -> new DomainData(one.id(), ref, one.hostname(), "custom", one.target() + "." + urls.domain(),
                    "none", one.sniEndpointId().map(Id::new).orElse(null), one.createdAt(), one.updatedAt());
            default -> thing;
        };
    }

    private static @Nullable Id id(@Nullable UUID id) {
        return id == null ? null : new Id(id);
    }

    private User user(UUID accountId) {
        return new User(accountId, accounts.find(accountId).map(Account::email).orElse(""));
    }
}
