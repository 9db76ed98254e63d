package dev.slipway.router;

/**
 * The certificate of this installation's authority, for clients to trust.
 *
 * @param pem         as {@code /ca.crt} serves it
 * @param fingerprint SHA-256 of the certificate in upper case hexadecimal, bytes separated by colons, for people to compare
 */
record CaCertificate(String pem, String fingerprint) {}
