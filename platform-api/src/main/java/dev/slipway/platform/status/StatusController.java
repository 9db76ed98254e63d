package dev.slipway.platform.status;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.status.CurrentStatus.Incident;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code heroku status}, which asks the host in {@code HEROKU_STATUS_HOST}. */
@Public("people ask when they cannot log in")
@RestController
class StatusController {

    private final CurrentStatus status;

    StatusController(CurrentStatus status) {
        this.status = status;
    }

    /** @param status {@code green}; {@code yellow} when deploying suffers; {@code red} when apps do */
    record SystemView(String system, String status) {}

    record UpdateView(String updateType, String contents, Instant createdAt, Instant updatedAt) {}

    record IncidentView(String title, String state, String fullUrl, Instant createdAt, Instant updatedAt,
                        List<UpdateView> updates) {}

    record StatusView(List<SystemView> status, List<IncidentView> incidents, List<Object> scheduled) {}

    @GetMapping("/api/v4/current-status")
    StatusView show(HttpServletRequest request) {
        List<Incident> incidents = status.incidents();
        String url = RequestOrigin.of(request) + "/api/v4/current-status";
        return new StatusView(Arrays.stream(SystemCheck.System.values())
                .map(system -> new SystemView(system.label(), colour(system, incidents))).toList(),
                incidents.stream().map(incident -> view(incident, url)).toList(), List.of());
    }

    private static String colour(SystemCheck.System system, List<Incident> incidents) {
        List<Incident> ofSystem = incidents.stream().filter(incident -> incident.system() == system).toList();
        if (ofSystem.isEmpty()) {
            return "green";
        }
        return ofSystem.stream().anyMatch(incident -> incident.trouble().users()) ? "red" : "yellow";
    }

    private static IncidentView view(Incident incident, String url) {
        return new IncidentView(incident.trouble().title(), "open", url, incident.since(), incident.seen(),
                List.of(new UpdateView("issue", incident.trouble().message(), incident.since(), incident.seen())));
    }
}
