package dev.slipway.platform.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ClassPathResource;

/** docs/configuration.md, application.yml and the settings records say the same. */
class ConfigurationDocumentTests {

    private static final List<Class<? extends Record>> RECORDS = List.of(SlipwayProperties.class,
            BuilderConfiguration.Properties.class, RuntimeConfiguration.Properties.class, GitConfiguration.Properties.class,
            RendezvousConfiguration.Properties.class,
            ApiConfiguration.Properties.class,
            QuotaConfiguration.Properties.class,
            AddonConfiguration.Properties.class,
            BackupConfiguration.Properties.class,
            OutboundConfiguration.Properties.class,
            PostgresConfiguration.Properties.class,
            PartnerConfiguration.Properties.class,
            LogConfiguration.Properties.class);

    @Test
    void theDocumentListsEveryKeyWithItsDefault() throws IOException {
        assertThat(documented()).isEqualTo(defaults());
    }

    @Test
    void everyComponentOfTheRecordsHasADefaultAndEveryKeyAComponent() throws IOException {
        Set<String> components = new TreeSet<>();
        for (Class<? extends Record> type : RECORDS) {
            String prefix = type.getAnnotation(ConfigurationProperties.class).value();
            Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName)
                    .forEach(name -> components.add(prefix + "." + kebab(name)));
        }

        assertThat(components).isEqualTo(defaults().keySet());
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        Pattern row = Pattern.compile("\\| `(slipway\\.[a-z.-]+)` \\| `([^`]*)` \\| .+ \\|");
        try (Stream<String> lines = Files.lines(Path.of("../docs/configuration.md"))) {
            lines.map(row::matcher).filter(Matcher::matches).forEach(match -> rows.put(match.group(1), match.group(2)));
        }
        return rows;
    }

    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        var source = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yml")).getFirst();
        for (String name : source.getPropertyNames()) {
            if (name.startsWith("slipway.")) {
                defaults.put(name, String.valueOf(source.getProperty(name)));
            }
        }
        return defaults;
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
