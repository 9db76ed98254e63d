package dev.slipway.platform.formation;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The formation of each app. */
@Service
public class Formations {

    private static final int MOST_DYNOS_PER_TYPE = 100;
    private static final Pattern QUANTITY = Pattern.compile("(?<sign>[+-]?)(?<number>\\d{1,4})");

    private final FormationRepository repository;
    private final Clock clock;

    Formations(FormationRepository repository, Clock clock) {
        this.repository = repository;
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
     * Scales one process type.
     *
     * @param quantity {@code 2}, {@code +1} or {@code -1}; empty keeps it
     * @param size     empty keeps it
     * @throws ApiException 422 if the quantity makes no sense
     */
    @Transactional
    Formation scale(App app, String type, Optional<String> quantity, Optional<DynoSize> size) {
        FormationEntity formation = repository.findByAppIdAndType(app.id(), type)
                .orElseThrow(() -> ApiException.notFound("process type"));
        quantity.ifPresent(wanted -> formation.quantity = quantity(wanted, formation.quantity));
        size.ifPresent(wanted -> formation.size = wanted.label());
        formation.updatedAt = Instant.now(clock);
        return formation.toFormation();
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
