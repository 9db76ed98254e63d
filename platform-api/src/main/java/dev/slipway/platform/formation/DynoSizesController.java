package dev.slipway.platform.formation;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Public;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /dyno-sizes}. Every app may have all of them. */
@RestController
class DynoSizesController {

    private static final double BYTES_PER_GIGABYTE = 1024.0 * 1024 * 1024;
    private static final int SHARES_PER_COMPUTE = 1024;

    record Named(UUID id, String name) {

        static Named of(String name) {
            return new Named(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), name);
        }
    }

    /**
     * @param memory  gigabytes
     * @param compute weight when dynos compete for the CPU
     * @param cost    null: nothing is billed
     */
    record DynoSizeView(UUID id, String name, double memory, int compute, @Nullable Integer cost, boolean dedicated,
                        double preciseDynoUnits, boolean privateSpaceOnly, String architecture, Named generation) {

        static DynoSizeView of(DynoSize size) {
            int compute = size.cpuShares() / SHARES_PER_COMPUTE;
            return new DynoSizeView(Named.of(size.label()).id(), size.label(), size.memoryBytes() / BYTES_PER_GIGABYTE,
                    compute, null, false, compute, false, System.getProperty("os.arch"), Named.of("cedar"));
        }
    }

    @Public("the same for everybody")
    @GetMapping("/dyno-sizes")
    List<DynoSizeView> list() {
        return Arrays.stream(DynoSize.values()).map(DynoSizeView::of).toList();
    }

    @Public("the same for everybody")
    @GetMapping("/dyno-sizes/{size}")
    DynoSizeView show(@PathVariable("size") String nameOrId) {
        return list().stream().filter(size -> size.name().equalsIgnoreCase(nameOrId) || size.id().toString().equals(nameOrId))
                .findFirst().orElseThrow(() -> ApiException.notFound("dyno size"));
    }

    @GetMapping("/apps/{app}/available-dyno-sizes")
    List<DynoSizeView> available(@Requires(Permission.VIEW) App app) {
        return list();
    }
}
