package dev.slipway.platform.drain;

import dev.slipway.platform.log.LogRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines as syslog messages, each behind its length in bytes and a space.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6">RFC 5424, the message</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6587#section-3.4.1">RFC 6587, octet counting</a>
 */
final class SyslogFrames {

    private static final int DYNO = 190;   // local7.info
    private static final int API = 134;    // local0.info
    private static final int ROUTER = 158; // local3.info
    private static final int PLATFORM = 45; // syslog.notice

    private SyslogFrames() {}

    /** As {@code application/logplex-1} wants them: without the field for structured data, and "host" is the host. */
    static byte[] logplex(List<LogRecord> lines) {
        return frames(lines, "host", "-");
    }

    /** As syslog servers want them; {@code token} stands where the host does. */
    static byte[] syslog(List<LogRecord> lines, String token) {
        return frames(lines, token, "- -");
    }

    private static byte[] frames(List<LogRecord> lines, String host, String absent) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (LogRecord line : lines) {
            byte[] message = ("<" + priority(line) + ">1 " + LogRecord.time(line.at()) + " " + host + " " + line.source() + " "
                    + line.process() + " " + absent + " " + line.text() + "\n").getBytes(StandardCharsets.UTF_8);
            frames.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            frames.writeBytes(message);
        }
        return frames.toByteArray();
    }

    /** Facility and severity as Heroku's, by which its users' rules sort lines. */
    private static int priority(LogRecord line) {
        return switch (line.process()) {
            case "router" -> ROUTER;
            case "api" -> API;
            default -> line.source().equals("app") ? DYNO : PLATFORM;
        };
    }
}
