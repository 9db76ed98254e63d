package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.crypto.Vault;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of servers, databases and credentials; each method is one transaction. A row is there before what it stands for,
 * so that a crash in between leaves nothing that nobody knows.
 */
@Service
class DatabaseRecords {

    private final ServerRepository servers;
    private final DatabaseRepository databases;
    private final CredentialRepository credentials;
    private final Vault vault;
    private final Clock clock;

    DatabaseRecords(ServerRepository servers, DatabaseRepository databases, CredentialRepository credentials, Vault vault,
                    Clock clock) {
        this.servers = servers;
        this.databases = databases;
        this.credentials = credentials;
        this.vault = vault;
        this.clock = clock;
    }

    // --- Servers ---

    /** A server's row, made if there is none. */
    @Transactional
    public void reserveServer(String name, Optional<String> sharedBy) {
        if (servers.findById(name).isEmpty()) {
            ServerEntity server = new ServerEntity();
            server.name = name;
            server.sharedBy = sharedBy.orElse(null);
            server.password = vault.encrypt(Identifiers.password());
            server.createdAt = Instant.now(clock);
            servers.save(server);
        }
    }

    /** Oldest first. */
    @Transactional(readOnly = true)
    public List<String> serversSharedBy(String planClass) {
        return servers.findBySharedByOrderByCreatedAt(planClass).stream().map(server -> server.name).toList();
    }

    @Transactional(readOnly = true)
    public long databasesOn(String server) {
        return databases.countByServer(server);
    }

    /** The superuser's password. */
    @Transactional(readOnly = true)
    public String password(String server) {
        return servers.findById(server).map(row -> vault.decrypt(row.password))
                .orElseThrow(() -> new IllegalStateException("There is no PostgreSQL server " + server));
    }

    // --- Databases ---

    @Transactional(readOnly = true)
    public Optional<DatabaseEntity> find(UUID addonId) {
        return databases.findById(addonId);
    }

    /** @param name of the database on its server */
    @Transactional(readOnly = true)
    public Optional<DatabaseEntity> findByName(String name) {
        return databases.findByName(name);
    }

    /** The add-on's row with names of its own and a default credential, made on {@code server} if there is none. */
    @Transactional
    public DatabaseEntity reserve(UUID addonId, String server) {
        return databases.findById(addonId).orElseGet(() -> {
            DatabaseEntity database = new DatabaseEntity();
            database.addonId = addonId;
            database.server = server;
            database.name = Identifiers.database();
            database.owner = database.name;
            database.createdAt = Instant.now(clock);
            databases.saveAndFlush(database);
            newCredential(addonId, Addon.DEFAULT_CREDENTIAL, database.owner);
            return database;
        });
    }

    /** The row of a database that is on {@code server} already, with its credentials. Nothing if it has one. */
    @Transactional
    public void adopt(Register.Noted noted, String server, List<Register.Kept> kept) {
        if (databases.existsById(noted.id())) {
            return;
        }
        DatabaseEntity database = new DatabaseEntity();
        database.addonId = noted.id();
        database.server = server;
        database.name = noted.database();
        database.owner = noted.owner();
        database.createdAt = Instant.now(clock);
        databases.saveAndFlush(database);
        for (Register.Kept one : kept) {
            CredentialEntity credential = new CredentialEntity();
            credential.key = new CredentialEntity.Key(noted.id(), one.name());
            credential.role = one.role();
            credential.login = one.login();
            credential.password = vault.encrypt(one.password());
            credential.formerLogin = one.formerLogin();
            credential.rotatedAt = one.formerLogin() == null ? null : Instant.now(clock);
            credential.createdAt = Instant.now(clock);
            credentials.save(credential);
        }
    }

    /** @return as it is now, or empty if it is gone */
    @Transactional
    public Optional<DatabaseEntity> update(UUID addonId, Consumer<DatabaseEntity> change) {
        return databases.findById(addonId).map(database -> {
            change.accept(database);
            return database;
        });
    }

    /** Its credentials go along, and the row of a server that it had for itself. */
    @Transactional
    public void forget(UUID addonId) {
        databases.deleteById(addonId);
        databases.flush();
        servers.deleteById(Servers.own(addonId));
    }

    // --- Credentials ---

    /** The default one first, then by age. */
    @Transactional(readOnly = true)
    public List<Credential> credentials(UUID addonId) {
        List<CredentialEntity> rows = credentials.findByKeyAddonIdOrderByCreatedAt(addonId);
        return Stream.concat(rows.stream().filter(DatabaseRecords::isDefault), rows.stream().filter(row -> !isDefault(row)))
                .map(this::credential).toList();
    }

    private static boolean isDefault(CredentialEntity row) {
        return row.key.name().equals(Addon.DEFAULT_CREDENTIAL);
    }

    @Transactional(readOnly = true)
    public Optional<Credential> credential(UUID addonId, String name) {
        return credentials.findById(new CredentialEntity.Key(addonId, name)).map(this::credential);
    }

    /** Those whose former login works still. */
    @Transactional(readOnly = true)
    public List<Credential> rotating() {
        return credentials.findByFormerLoginNotNull().stream().map(this::credential).toList();
    }

    /** @param role what its privileges are granted to */
    @Transactional
    public Credential reserveCredential(UUID addonId, String name, String role) {
        return credential(credentials.findById(new CredentialEntity.Key(addonId, name))
                .orElseGet(() -> newCredential(addonId, name, role)));
    }

    private CredentialEntity newCredential(UUID addonId, String name, String role) {
        CredentialEntity credential = new CredentialEntity();
        credential.key = new CredentialEntity.Key(addonId, name);
        credential.role = role;
        credential.login = Identifiers.login();
        credential.password = vault.encrypt(Identifiers.password());
        credential.createdAt = Instant.now(clock);
        return credentials.save(credential);
    }

    /** Gives it another login; the present one is the former one from now on. It must not be rotating. */
    @Transactional
    public Credential beginRotation(Credential credential) {
        CredentialEntity row = require(credential);
        row.formerLogin = row.login;
        row.login = Identifiers.login();
        row.password = vault.encrypt(Identifiers.password());
        row.rotatedAt = Instant.now(clock);
        return credential(row);
    }

    /** Notes that the former login is no more. */
    @Transactional
    public void endRotation(Credential credential) {
        credentials.findById(new CredentialEntity.Key(credential.addonId(), credential.name()))
                .ifPresent(row -> row.formerLogin = null);
    }

    @Transactional
    public void forgetCredential(Credential credential) {
        credentials.deleteById(new CredentialEntity.Key(credential.addonId(), credential.name()));
    }

    private CredentialEntity require(Credential credential) {
        return credentials.findById(new CredentialEntity.Key(credential.addonId(), credential.name())).orElseThrow();
    }

    private Credential credential(CredentialEntity row) {
        return new Credential(row.key.addonId(), row.key.name(), row.role, row.login, vault.decrypt(row.password),
                Optional.ofNullable(row.formerLogin), Optional.ofNullable(row.rotatedAt));
    }
}
