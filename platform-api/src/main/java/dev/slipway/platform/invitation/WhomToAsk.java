package dev.slipway.platform.invitation;

import dev.slipway.platform.account.SignUpPolicy;
import dev.slipway.platform.account.SignUpSettings;
import dev.slipway.platform.page.Page;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page can tell somebody without an account or a password. */
@ControllerAdvice(annotations = Page.class)
class WhomToAsk {

    private final SignUpSettings settings;

    WhomToAsk(SignUpSettings settings) {
        this.settings = settings;
    }

    @ModelAttribute("contact")
    String contact() {
        return settings.contact();
    }

    /** Whether there is a way without asking anybody. */
    @ModelAttribute("signUpOpen")
    boolean signUpOpen() {
        return !(settings.policy() instanceof SignUpPolicy.Closed);
    }
}
