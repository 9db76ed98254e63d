package dev.slipway.platform.account;

/**
 * Whether and for whom sign-up is open.
 *
 * @param contact whom to ask for an account; a few words, or an address
 */
public record SignUpSettings(SignUpPolicy policy, String contact) {}
