package dev.slipway.platform.account;

/** How a try to log in ended. */
public sealed interface LoginOutcome {

    /** They are who they say. */
    record LoggedIn(Account account) implements LoginOutcome {}

    /** The e-mail address or the password is wrong; it is not said which. */
    record WrongPassword() implements LoginOutcome {}

    /** The password is right, and the account wants a second factor. */
    record CodeNeeded(Account account) implements LoginOutcome {}

    /** The password is right, the code of the second factor is wrong or was used before. */
    record WrongCode() implements LoginOutcome {}
}
