package dev.slipway.platform.backing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The image of a backing service is not on this host; the message says how it gets there. */
public final class UnbuiltImageException extends NotRunnableException {

    private static final long serialVersionUID = 1L;

    /** An image of our stack. */
    private static final Pattern OURS = Pattern.compile("[a-z0-9._/-]*/addon-([a-z0-9-]+)(:[\\w.-]+)?");

    UnbuiltImageException(String image, Throwable cause) {
        super("The image " + image + " is not on this server. " + advice(image), cause);
    }

    private static String advice(String image) {
        Matcher ours = OURS.matcher(image);
        return "Your administrator gets it with: "
                + (ours.matches() ? "./slipway addons build " + ours.group(1) : "docker pull " + image);
    }
}
