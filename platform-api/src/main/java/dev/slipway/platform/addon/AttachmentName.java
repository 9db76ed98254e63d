package dev.slipway.platform.addon;

import dev.slipway.platform.api.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The name of an attachment: capital letters, digits and underscores, since config vars begin with it. */
record AttachmentName(String value) {

    private static final Pattern SHAPE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final List<String> COLOURS = List.of("AMBER", "AQUA", "BLACK", "BLUE", "BRONZE", "BROWN", "CHARCOAL",
            "COBALT", "COPPER", "CRIMSON", "CYAN", "GOLD", "GRAY", "GREEN", "IVORY", "JADE", "MAROON", "MAUVE", "NAVY", "OLIVE",
            "ONYX", "ORANGE", "PINK", "PUCE", "PURPLE", "RED", "ROSE", "SILVER", "TEAL", "VIOLET", "WHITE", "YELLOW");

    /**
     * Reads what a user typed; small letters become capitals, as on Heroku.
     *
     * @throws ApiException 422 if it cannot be part of a config var's name
     */
    static AttachmentName parse(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        if (!SHAPE.matcher(name).matches()) {
            throw ApiException.invalid("'" + name.replaceAll("\\p{Cntrl}", "?") + "' is no name for an attachment: use letters, "
                    + "digits and underscores, beginning with a letter, at most 64.");
        }
        return new AttachmentName(name);
    }

    /** The first name of a service that is free: its plain one, else one with a colour, else one with a number. */
    static AttachmentName free(AddonService service, Predicate<String> taken) {
        if (!taken.test(service.attachment())) {
            return new AttachmentName(service.attachment());
        }
        Optional<String> coloured = COLOURS.stream().map(colour -> service.prefix() + "_" + colour)
                .filter(taken.negate()).findFirst();
        if (coloured.isPresent()) {
            return new AttachmentName(coloured.get());
        }
        int number = 1;
        while (taken.test(service.prefix() + "_" + number)) {
            number++;
        }
        return new AttachmentName(service.prefix() + "_" + number);
    }
}
