package dev.slipway.platform.backup;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.api.ApiException;
import java.nio.file.Path;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Where {@code heroku pg:backups:url} leads. */
@RestController
class BackupDownloadController {

    private final BackupLinks links;
    private final TransferRecords records;
    private final BackupFiles files;

    BackupDownloadController(BackupLinks links, TransferRecords records, BackupFiles files) {
        this.links = links;
        this.records = records;
        this.files = files;
    }

    @Public("the URL is the permission")
    @GetMapping(BackupLinks.PATH + "{token}")
    ResponseEntity<Resource> download(@PathVariable String token) {
        Transfer backup = links.open(token).flatMap(records::find).filter(Transfer::isBackup).orElseThrow(() ->
                ApiException.notFound("backup", "This URL is not valid, or too old. Get a new one with: heroku pg:backups:url"));
        Path file = files.find(backup).orElseThrow(() -> ApiException.notFound("backup", "This backup was deleted."));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + backup.displayName() + ".dump\"")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .body(new FileSystemResource(file));
    }
}
