package dev.slipway.platform.postgres;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A server of databases that is away is no failure of the platform: requests that need it are answered with 503. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ServerErrors {

    private static final Logger LOG = LoggerFactory.getLogger(ServerErrors.class);

    @ExceptionHandler
    ResponseEntity<Map<String, String>> away(PostgresException e) {
        LOG.warn("A request cannot be answered, cause={}", e.toString());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).contentType(MediaType.APPLICATION_JSON).body(Map.of(
                "id", "unavailable", "message", "The database's server does not answer at the moment. Try again in a minute; if it "
                + "stays so, tell your administrator."));
    }
}
