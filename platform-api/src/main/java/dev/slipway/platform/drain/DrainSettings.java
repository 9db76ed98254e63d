package dev.slipway.platform.drain;

import dev.slipway.platform.net.OutboundAddresses;
import javax.net.ssl.SSLContext;

/**
 * @param mostPerApp drains that one app may have
 * @param tls        says which certificates are trusted
 * @param addresses  says where drains may lead
 */
public record DrainSettings(int mostPerApp, SSLContext tls, OutboundAddresses addresses) {}
