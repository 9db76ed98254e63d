package dev.slipway.platform.formation;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The formation of each app. */
@Service
public class Formations {

    private static final int MOST_DYNOS_PER_TYPE = 100;
    private static final Pattern QUANTITY = Pattern.compile("(?<sign>[+-]?)(?<number>\\d{1,4})");

    private final FormationRepository repository;
    private final DynoMemory memory;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Formations(FormationRepository repository, DynoMemory memory, ApplicationEventPublisher events, Clock clock) {
        this.repository = repository;
        this.memory = memory;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<Formation> of(UUID appId) {
        return repository.findByAppIdOrderByType(appId).stream().map(FormationEntity::toFormation).toList();
    }

    /** Adds process types that a new slug brought: one {@code web} dyno, none of the others, as Heroku does. */
    @Transactional
    public void adopt(App app, Collection<String> types) {
        for (String type : types) {
            if (repository.findByAppIdAndType(app.id(), type).isEmpty()) {
                FormationEntity formation = new FormationEntity();
                formation.appId = app.id();
                formation.type = type;
                formation.quantity = type.equals("web") ? 1 : 0;
                formation.createdAt = Instant.now(clock);
                formation.updatedAt = formation.createdAt;
                repository.save(formation);
            }
        }
    }

    /**
     * A change of one process type.
     *
     * @param quantity {@code 2}, {@code +1} or {@code -1}; empty keeps it
     * @param size     empty keeps it
     */
    record Change(String type, Optional<String> quantity, Optional<DynoSize> size) {}

    /**
     * Applies all changes or none.
     *
     * @return process types whose dyno size is another one now
     * @throws ApiException 422 if a quantity makes no sense, or the owner's dynos would use more memory than they may
     */
    @Transactional
    Set<String> scale(App app, Account by, List<Change> changes) {
        if (by.admin() || !memory.isLimited()) {
            return scale(app, changes);
        }
        long before = memory.ofOwner(app);
        Set<String> resized = scale(app, changes);
        memory.check(app, before);
        return resized;
    }

    private Set<String> scale(App app, List<Change> changes) {
        Set<String> resized = new HashSet<>();
        for (Change change : changes) {
            FormationEntity formation = repository.findByAppIdAndType(app.id(), change.type())
                    .orElseThrow(() -> ApiException.notFound("process type"));
            Formation before = formation.toFormation();
            change.quantity().ifPresent(wanted -> formation.quantity = quantity(wanted, formation.quantity));
            change.size().filter(wanted -> !wanted.label().equals(formation.size)).ifPresent(wanted -> {
                formation.size = wanted.label();
                resized.add(change.type());
            });
            formation.updatedAt = Instant.now(clock);
            events.publishEvent(AppEvent.updated(app.id(), "formation", before, formation.toFormation()));
        }
        return resized;
    }

    private static int quantity(String wanted, int now) {
        Matcher matcher = QUANTITY.matcher(wanted);
        if (!matcher.matches()) {
            throw ApiException.invalid("The quantity must be a number, or a change like +1 or -1.");
        }
        int number = Integer.parseInt(matcher.group("number"));
        int quantity = switch (matcher.group("sign")) {
            case "+" -> now + number;
            case "-" -> Math.max(0, now - number);
            default -> number;
        };
        if (quantity > MOST_DYNOS_PER_TYPE) {
            throw ApiException.invalid("Cannot scale to " + quantity + " dynos: " + MOST_DYNOS_PER_TYPE
                    + " of one process type is the limit.");
        }
        return quantity;
    }
}
