package dev.slipway.platform.status;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

@Component
class DatabaseCheck implements SystemCheck {

    private final JdbcTemplate sql;

    DatabaseCheck(JdbcTemplate sql) {
        this.sql = sql;
    }

    @Override
    public System system() {
        return System.DATA;
    }

    @Override
    public Optional<Trouble> look() {
        sql.queryForObject("select 1", Integer.class);
        return Optional.empty();
    }

    @Override
    public Trouble silence() {
        return new Trouble(false, "The platform's database does not answer",
                "Nothing can be deployed or changed. Running apps go on serving.");
    }
}
