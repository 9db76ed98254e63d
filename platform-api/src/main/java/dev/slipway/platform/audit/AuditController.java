package dev.slipway.platform.audit;

import dev.slipway.platform.access.Administrator;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/audit}. */
@RestController
class AuditController {

    private static final int LARGEST_PAGE = 1000;

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    record Person(@Nullable UUID id, String email) {}

    record EventView(long id, Instant createdAt, Person actor, String action, Person subject, @Nullable String detail,
                     String address) {

        static EventView of(AuditEvent event) {
            return new EventView(event.id(), event.at(), new Person(event.actor().id(), event.actor().name()), event.action(),
                    new Person(event.subjectId(), event.subject()), event.detail(), event.actor().address());
        }
    }

    /**
     * Newest first. The log only grows, so it is read from the database page by page; where more follows, the header
     * {@code Link} leads there (RFC 8288).
     *
     * @param before id of the last event of the page before this one
     */
    @GetMapping("/admin/audit")
    ResponseEntity<List<EventView>> list(@Administrator Account caller,
                                         @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
                                         @RequestParam(defaultValue = "200") int max) {
        if (max < 1 || max > LARGEST_PAGE) {
            throw ApiException.badRequest("max must be a number from 1 to " + LARGEST_PAGE + ".");
        }
        List<AuditEvent> found = log.newest(before, max + 1);
        List<EventView> page = found.stream().limit(max).map(EventView::of).toList();
        var answer = ResponseEntity.ok();
        if (found.size() > max) {
            answer.header(HttpHeaders.LINK, "</admin/audit?before=" + page.getLast().id() + "&max=" + max + ">; rel=\"next\"");
        }
        return answer.body(page);
    }
}
