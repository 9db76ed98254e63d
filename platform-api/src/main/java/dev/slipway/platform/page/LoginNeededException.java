package dev.slipway.platform.page;

/** The page is for people who are logged in; ends as a redirect to the login. */
public final class LoginNeededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LoginNeededException() {
        super("nobody is logged in");
    }
}
