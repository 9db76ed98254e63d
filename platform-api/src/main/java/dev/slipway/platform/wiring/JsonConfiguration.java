package dev.slipway.platform.wiring;

import dev.slipway.platform.api.BufferedJsonConverter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** How values look in the API's JSON. */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    /** Heroku's times have whole seconds: {@code 2026-01-02T03:04:05Z}. */
    private static final class WholeSeconds extends StdSerializer<Instant> {

        WholeSeconds() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializationContext context) {
            json.writeString(value.truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    @Bean
    JsonMapperBuilderCustomizer wholeSeconds() {
        return builder -> builder.addModule(new SimpleModule().addSerializer(Instant.class, new WholeSeconds()));
    }

    /** Last, so that it takes the place of the converter that Spring Boot has set. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ServerHttpMessageConvertersCustomizer bufferedJson(JsonMapper mapper) {
        return converters -> converters.withJsonConverter(new BufferedJsonConverter(mapper));
    }
}
