package dev.slipway.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.access.Public;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is the same for everybody: regions and stacks. Public, as on Heroku. */
@Public("the same for everybody")
@RestController
class CatalogController {

    record Region(UUID id, String name, String description, String country, String locale, boolean privateCapable,
                  Map<String, String> provider, Instant createdAt, Instant updatedAt) {}

    record Stack(UUID id, String name, String state, @JsonProperty("default") boolean isDefault, Instant createdAt, Instant updatedAt) {}

    @GetMapping("/regions")
    List<Region> regions() {
        return List.of(new Region(id("us"), "us", "This server", "", "", false,
                Map.of("name", "slipway", "region", "us"), Instant.EPOCH, Instant.EPOCH));
    }

    @GetMapping("/stacks")
    List<Stack> stacks() {
        return List.of(new Stack(id("slipway-trixie"), "slipway-trixie", "public", true, Instant.EPOCH, Instant.EPOCH));
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
