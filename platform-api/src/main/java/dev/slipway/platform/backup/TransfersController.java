package dev.slipway.platform.backup;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.app.App;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code heroku pg:backups} and what works on one of its lines. Who may see an app's data may see its backups. */
@RestController
@RequestMapping("/client/v11/apps/{app}/transfers")
class TransfersController {

    private final Transfers transfers;
    private final TransferRecords records;
    private final BackupLinks links;
    private final Clock clock;

    TransfersController(Transfers transfers, TransferRecords records, BackupLinks links, Clock clock) {
        this.transfers = transfers;
        this.records = records;
        this.links = links;
        this.clock = clock;
    }

    record PublicUrl(String url, String expiresAt) {}

    @GetMapping
    List<TransferView> list(@Requires(Permission.DEPLOY) App app) {
        return records.of(app).stream().map(transfer -> TransferView.of(transfer, null)).toList();
    }

    @GetMapping("/{transfer}")
    TransferView show(@Requires(Permission.DEPLOY) App app, @PathVariable("transfer") String idOrNum,
                      @RequestParam(defaultValue = "false") boolean verbose) {
        Transfer transfer = records.require(app, idOrNum);
        return TransferView.of(transfer, verbose ? records.lines(transfer.id()) : null);
    }

    @DeleteMapping("/{transfer}")
    TransferView delete(@Requires(Permission.OPERATE) App app, @PathVariable("transfer") String idOrNum) {
        return TransferView.of(transfers.delete(app, idOrNum), null);
    }

    @PostMapping("/{transfer}/actions/cancel")
    TransferView cancel(@Requires(Permission.OPERATE) App app, @PathVariable("transfer") String idOrNum) {
        return TransferView.of(transfers.cancel(app, idOrNum), null);
    }

    @PostMapping("/{transfer}/actions/public-url")
    PublicUrl link(@Requires(Permission.DEPLOY) App app, @PathVariable("transfer") String idOrNum, HttpServletRequest request) {
        Transfer backup = transfers.requireFile(app, idOrNum);
        return new PublicUrl(RequestOrigin.secure(request) + BackupLinks.PATH + links.token(backup),
                TransferView.time(Instant.now(clock).plus(BackupLinks.LIFE)));
    }
}
