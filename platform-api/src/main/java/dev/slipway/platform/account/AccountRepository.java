package dev.slipway.platform.account;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

interface AccountRepository extends JpaRepository<AccountEntity, UUID> {

    // lower() on both sides: the unique index account_email is on lower(email).
    @Query("from AccountEntity where lower(email) = lower(:email)")
    Optional<AccountEntity> findByEmail(String email);

    @Query("from AccountEntity where lower(email) in :emails")
    List<AccountEntity> findByEmails(Collection<String> emails);

    @Query("select count(*) from AccountEntity where admin and suspendedAt is null and passwordHash is not null")
    long countWorkingAdministrators();

    @Query(value = "select id from account where admin order by id for update", nativeQuery = true)
    List<UUID> lockAdministrators();

    @Modifying
    @Transactional
    @Query("update AccountEntity set lastLogin = :now where id = :id")
    void noteLogin(UUID id, Instant now);

    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update AccountEntity set passwordHash = :hash, updatedAt = :now where id = :id")
    void changePassword(UUID id, String hash, Instant now);

    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update AccountEntity set email = :email, updatedAt = :now where id = :id")
    void changeEmail(UUID id, String email, Instant now);

    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update AccountEntity set name = :name, updatedAt = :now where id = :id")
    void rename(UUID id, @Nullable String name, Instant now);
}
