package dev.slipway.platform.backup;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.postgres.Databases;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code heroku pg:backups:schedule}, {@code schedules} and {@code unschedule}. Each database has at most one. */
@RestController
@RequestMapping("/client/v11/databases/{addon}/transfer-schedules")
class TransferSchedulesController {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final TransferSchedules schedules;
    private final TransferNames names;
    private final Databases databases;
    private final Addons addons;
    private final Apps apps;

    TransferSchedulesController(TransferSchedules schedules, TransferNames names, Databases databases, Addons addons, Apps apps) {
        this.schedules = schedules;
        this.names = names;
        this.databases = databases;
        this.addons = addons;
        this.apps = apps;
    }

    record ScheduleView(UUID uuid, String name, int hour, String timezone) {}

    record ScheduleRequest(@Nullable String hour, @Nullable String timezone, @Nullable String scheduleName) {}

    /** Those of all databases of the app, this one's first: for an app's schedules the CLI asks any of its databases. */
    @GetMapping
    List<ScheduleView> list(@Requires(Permission.VIEW) Addon addon, Account caller) {
        Stream<Addon> others = apps.find(addon.appId()).filter(app -> apps.permits(caller, app, Permission.VIEW)).stream()
                .flatMap(app -> addons.of(app).stream())
                .filter(other -> !other.id().equals(addon.id()) && other.appId().equals(addon.appId()) && databases.find(other.id()).isPresent());
        return Stream.concat(Stream.of(addon), others)
                .flatMap(database -> schedules.find(database, names.of(database)).stream()).map(TransferSchedulesController::view).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ScheduleView put(@Requires(Permission.OPERATE) Addon addon, @RequestBody ScheduleRequest request) {
        databases.require(addon);
        DailyTime time = DailyTime.parse(request.hour(), request.timezone());
        String name = request.scheduleName() == null ? names.of(addon) + "_URL" : request.scheduleName();
        if (!NAME.matcher(name).matches()) {
            throw ApiException.invalid("The schedule_name is not a name of a config var, as DATABASE_URL is.");
        }
        return view(schedules.put(addon, name, time));
    }

    @DeleteMapping("/{schedule}")
    ScheduleView delete(@Requires(Permission.OPERATE) Addon addon, @PathVariable("schedule") String id) {
        return view(schedules.remove(addon, id));
    }

    private static ScheduleView view(TransferSchedule schedule) {
        return new ScheduleView(schedule.id(), schedule.name(), schedule.time().hour(), schedule.time().zone().getId());
    }
}
