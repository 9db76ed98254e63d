package dev.slipway.platform.domain;

import java.time.Instant;
import java.util.UUID;

/**
 * A certificate that an app's owner brought, without its key.
 *
 * @param name unique in the app, for example {@code certificate-48213}
 */
record SniEndpoint(UUID id, UUID appId, String name, CertificateChain certificate, Instant createdAt, Instant updatedAt) {}
