package dev.slipway.platform.drain;

import dev.slipway.platform.net.OutboundAddresses;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * @param mostPerApp drains that one app may have
 * @param tls        says which certificates are trusted
 * @param addresses  says where drains may lead
 * @param patience   time for connecting to a syslog server, and for writing to it what comes at once
 */
public record DrainSettings(int mostPerApp, SSLContext tls, OutboundAddresses addresses, Duration patience) {}
