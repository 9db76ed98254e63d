package dev.slipway.platform.addon;

import dev.slipway.platform.api.ApiException;
import java.util.regex.Pattern;

/** The name of an add-on, unique in the installation. */
record AddonName(String value) {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    /** Would be taken for another add-on's. */
    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    /** @throws ApiException 422 if it is none */
    static AddonName parse(String text) {
        if (!SHAPE.matcher(text).matches() || ID.matcher(text).matches()) {
            throw ApiException.invalid("'" + text.replaceAll("\\p{Cntrl}", "?") + "' is no name for an add-on: use letters, "
                    + "digits, dashes and underscores, beginning with a letter, at most 64, and no id.");
        }
        return new AddonName(text);
    }
}
