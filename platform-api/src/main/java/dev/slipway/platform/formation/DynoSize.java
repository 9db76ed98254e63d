package dev.slipway.platform.formation;

import dev.slipway.platform.api.ApiException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How big a dyno is, under Heroku's names; the names of the free era are taken, too. */
public enum DynoSize {
    ECO("Eco", 512, 1, "Free"),
    BASIC("Basic", 512, 1, "Hobby"),
    STANDARD_1X("Standard-1X", 512, 1, "1X"),
    STANDARD_2X("Standard-2X", 1024, 2, "2X"),
    PERFORMANCE_M("Performance-M", 2560, 4, "PM"),
    PERFORMANCE_L("Performance-L", 14 * 1024, 8, "PL");

    private static final int NORMAL_CPU_SHARES = 1024;

    private final String label;
    private final long memoryMegabytes;
    private final int cpuWeight;
    private final String formerName;

    DynoSize(String label, long memoryMegabytes, int cpuWeight, String formerName) {
        this.label = label;
        this.memoryMegabytes = memoryMegabytes;
        this.cpuWeight = cpuWeight;
        this.formerName = formerName;
    }

    /** The size a user named, without regard to case. */
    public static Optional<DynoSize> find(String name) {
        return Arrays.stream(values())
                .filter(size -> Stream.of(size.label, size.formerName).anyMatch(name::equalsIgnoreCase))
                .findFirst();
    }

    /** @throws ApiException 422 that lists the sizes there are */
    public static DynoSize parse(String name) {
        return find(name).orElseThrow(() -> ApiException.invalid("No such dyno size. Choose one of: " + labels() + "."));
    }

    private static String labels() {
        return List.of(values()).stream().map(DynoSize::label).collect(Collectors.joining(", "));
    }

    /** The name that the API shows. */
    public String label() {
        return label;
    }

    /** Memory limit in bytes. */
    public long memoryBytes() {
        return memoryMegabytes * 1024 * 1024;
    }

    /** Relative weight when dynos compete for the CPU; 1024 is normal. */
    public int cpuShares() {
        return cpuWeight * NORMAL_CPU_SHARES;
    }
}
