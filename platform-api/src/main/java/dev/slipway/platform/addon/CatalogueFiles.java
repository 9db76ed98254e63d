package dev.slipway.platform.addon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the files of the add-on catalogue, one service each, and collects what is wrong with them. */
public final class CatalogueFiles {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern PLAN = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Map<String, AddonService> services = new LinkedHashMap<>();
    private final Map<String, Path> origins = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    private CatalogueFiles() {}

    record PlanFile(@Nullable String name, @Nullable String humanName, @Nullable String description,
                    @Nullable Boolean retired, @Nullable JsonNode settings) {}

    record ServiceFile(@Nullable String name, @Nullable String humanName, @Nullable String driver,
                       @Nullable String attachment, @Nullable String prefix, @Nullable String defaultPlan,
                       @Nullable String message, @Nullable List<@Nullable PlanFile> plans, @Nullable JsonNode settings) {}

    /**
     * Reads {@code *.yml} of each folder; a service of a later folder replaces one of the same name of an earlier one.
     *
     * @param folders those that do not exist count as empty
     */
    public static CatalogueFiles read(List<Path> folders) {
        CatalogueFiles files = new CatalogueFiles();
        folders.stream().filter(Files::isDirectory).forEach(files::readFolder);
        return files;
    }

    List<AddonService> services() {
        return List.copyOf(services.values());
    }

    /** The file that a service was read from. */
    Path of(AddonService service) {
        return origins.get(service.name());
    }

    /** One line each, beginning with the file's name. */
    List<String> mistakes() {
        return mistakes;
    }

    private void readFolder(Path folder) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.yml")) {
            List<Path> sorted = new ArrayList<>();
            found.forEach(sorted::add);
            sorted.stream().sorted().forEach(this::readFile);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the add-on catalogue in " + folder, e);
        }
    }

    private void readFile(Path file) {
        int before = mistakes.size();
        try {
            @Nullable ServiceFile read = YAML.readValue(Files.readString(file), ServiceFile.class);
            if (read == null) {
                mistakes.add(file + ": is empty");
                return;
            }
            AddonService service = service(file, read);
            Path other = origins.get(service.name());
            if (other != null && file.getParent().equals(other.getParent())) {
                mistakes.add(file + ": " + other.getFileName() + " has the service " + service.name() + " already");
            }
            if (mistakes.size() == before) {
                services.put(service.name(), service);
                origins.put(service.name(), file);
            }
        } catch (JacksonException e) {
            mistakes.add(file + ": " + e.getOriginalMessage() + (e.getLocation() == null ? ""
                    : " (line " + e.getLocation().getLineNr() + ")"));
        } catch (IOException e) {
            mistakes.add(file + ": cannot be read: " + e.getMessage());
        }
    }

    private AddonService service(Path file, ServiceFile read) {
        String name = checked(file, "name", read.name(), NAME);
        List<Plan> plans = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (PlanFile plan : Objects.requireNonNullElse(read.plans(), List.<@Nullable PlanFile>of())) {
            if (plan == null) {
                mistakes.add(file + ": a plan is empty; each has a name");
                continue;
            }
            String planName = checked(file, "name of a plan", plan.name(), PLAN);
            if (!seen.add(planName)) {
                mistakes.add(file + ": the plan " + planName + " is there twice");
            }
            plans.add(new Plan(name, planName, Objects.requireNonNullElse(plan.humanName(), planName),
                    Objects.requireNonNullElse(plan.description(), name + " " + planName), plan.retired() == Boolean.TRUE,
                    settings(file, "settings of plan " + planName, plan.settings())));
        }
        if (plans.isEmpty()) {
            mistakes.add(file + ": plans is empty; a service has at least one");
        }
        String defaultPlan = Objects.requireNonNullElseGet(read.defaultPlan(), () -> plans.stream()
                .filter(plan -> !plan.retired()).findFirst().or(() -> plans.stream().findFirst()).map(Plan::shortName).orElse(""));
        if (!plans.isEmpty() && !seen.contains(defaultPlan)) {
            mistakes.add(file + ": default_plan is '" + defaultPlan + "', which is none of its plans");
        } else if (plans.stream().anyMatch(plan -> plan.retired() && plan.shortName().equals(defaultPlan))
                && plans.stream().anyMatch(plan -> !plan.retired())) {
            mistakes.add(file + ": default_plan is '" + defaultPlan + "', which is retired");
        }
        String attachment = checked(file, "attachment", read.attachment(), VARIABLE);
        String prefix = read.prefix() == null ? attachment : checked(file, "prefix", read.prefix(), VARIABLE);
        return new AddonService(name, Objects.requireNonNullElse(read.humanName(), name),
                Objects.requireNonNullElse(read.driver(), ""), attachment, prefix, defaultPlan,
                Objects.requireNonNullElse(read.message(), "").strip(), List.copyOf(plans),
                settings(file, "settings", read.settings()));
    }

    private JsonNode settings(Path file, String what, @Nullable JsonNode settings) {
        if (settings == null || settings.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!settings.isObject()) {
            mistakes.add(file + ": " + what + " must be names and values");
        }
        return settings;
    }

    private String checked(Path file, String what, @Nullable String value, Pattern shape) {
        if (value == null || !shape.matcher(value).matches()) {
            mistakes.add(file + ": " + what + " is " + (value == null ? "missing" : "'" + value + "'") + "; it must match "
                    + shape);
            return "";
        }
        return value;
    }
}
