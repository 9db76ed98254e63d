package dev.slipway.platform.wiring;

import dev.slipway.platform.account.AccountDirectory;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.account.Passwords;
import dev.slipway.platform.account.SignUpPolicy;
import dev.slipway.platform.account.SignUpSettings;
import dev.slipway.platform.audit.AuditLog;
import dev.slipway.platform.invitation.Claim;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** How people come to accounts, as far as that needs settings. */
@Configuration(proxyBeanMethods = false)
class InvitationConfiguration {

    @Bean
    Claim claim(SlipwayProperties properties, JdbcTemplate sql, TransactionTemplate transactions, Accounts accounts,
                AccountDirectory directory, Passwords passwords, AuditLog audit, Clock clock) {
        return new Claim(properties.home().resolve("claim"), sql, transactions, accounts, directory, passwords, audit, clock);
    }

    @Bean
    SignUpSettings signUpSettings(SlipwayProperties properties) {
        return new SignUpSettings(SignUpPolicy.parse(properties.signUp()), properties.contact());
    }
}
