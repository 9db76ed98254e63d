package dev.slipway.platform.audit;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.OwnChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Audit events. One is written in the transaction of what it tells, so that neither stays without the other. */
@Service
public class AuditLog {

    private static final String INSERT = "insert into audit_event (at, actor_id, actor, action, subject_id, subject, detail,"
            + " address) values (?, ?, ?, ?, ?, ?, ?, ?)";

    private final JdbcTemplate sql;
    private final Clock clock;

    AuditLog(JdbcTemplate sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, String action, Account subject) {
        record(actor, action, subject, null);
    }

    /** @param detail one line for people; null if the action says it all */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, String action, Account subject, @Nullable String detail) {
        sql.update(INSERT, values(actor, action, subject, detail));
    }

    /** One event for each subject. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordAll(Actor actor, String action, List<Account> subjects) {
        sql.batchUpdate(INSERT, subjects.stream().map(subject -> values(actor, action, subject, null)).toList());
    }

    private @Nullable Object[] values(Actor actor, String action, Account subject, @Nullable String detail) {
        return new @Nullable Object[] {Timestamp.from(Instant.now(clock)), actor.id(), actor.name(), action, subject.id(),
            subject.email(), detail, actor.address()};
    }

    /** Owners change their accounts by requests of their own. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void ownChange(OwnChange change) {
        var request = (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
        record(Actor.of(change.account(), request.getRequest()), change.action(), change.account(), change.detail());
    }

    /** The newest {@code max} events whose id is below {@code before}, newest first. */
    @Transactional(readOnly = true)
    List<AuditEvent> newest(long before, int max) {
        return sql.query("select * from audit_event where id < ? order by id desc limit ?", (row, _) -> event(row), before, max);
    }

    private static AuditEvent event(ResultSet row) throws SQLException {
        return new AuditEvent(row.getLong("id"), row.getTimestamp("at").toInstant(),
                new Actor(row.getObject("actor_id", UUID.class), row.getString("actor"), row.getString("address")),
                row.getString("action"), row.getObject("subject_id", UUID.class), row.getString("subject"),
                row.getString("detail"));
    }
}
