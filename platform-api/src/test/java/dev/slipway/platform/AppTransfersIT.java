package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Apps that change hands, and the marks that users put on them. */
@PlatformTest
class AppTransfersIT {

    private static final String PASSWORD = "correct horse";
    private static final String TRANSFERS = "/account/app-transfers";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private JdbcTemplate sql;
    @Autowired
    private PlatformTransactionManager transactions;

    private Account owner;
    private Account heir;
    private ApiClient giver;
    private ApiClient taker;
    private App app;

    @BeforeEach
    void anAppAndSomebodyElse() throws Exception {
        owner = account(false);
        heir = account(false);
        giver = client(owner);
        taker = client(heir);
        app = testApps.create(owner);
    }

    private Account account(boolean admin) {
        return accounts.create("t-" + UUID.randomUUID() + "@example.org", PASSWORD, admin);
    }

    private ApiClient client(Account account) throws Exception {
        return ApiClient.anonymous(port).login(account.email(), PASSWORD);
    }

    private ApiClient.Answer offer(ApiClient by, String recipient) throws Exception {
        return by.post(TRANSFERS, "{\"app\":\"" + app.name() + "\",\"recipient\":\"" + recipient + "\"}");
    }

    private String ownerNow(ApiClient client) throws Exception {
        return client.get("/apps/" + app.name()).is(200).body().path("owner").path("email").asString();
    }

    @Test
    void anAppChangesHandsWhenTheRecipientAccepts() throws Exception {
        var transfer = offer(giver, heir.email()).is(201);
        assertThat(transfer.text("state")).isEqualTo("pending");
        assertThat(ownerNow(giver)).isEqualTo(owner.email());
        taker.get("/apps/" + app.name()).isError(404, "not_found");

        assertThat(taker.patch(TRANSFERS + "/" + transfer.text("id"), "{\"state\":\"accepted\"}").is(200).text("state"))
                .isEqualTo("accepted");

        assertThat(ownerNow(taker)).isEqualTo(heir.email());
        giver.get("/apps/" + app.name()).isError(404, "not_found");
        taker.patch(TRANSFERS + "/" + transfer.text("id"), "{\"state\":\"declined\"}").isError(422, "invalid_params");
    }

    @Test
    void aDeclinedAppStays() throws Exception {
        String transfer = TRANSFERS + "/" + offer(giver, heir.email()).is(201).text("id");

        taker.patch(transfer, "{\"state\":\"declined\"}").is(200);

        assertThat(ownerNow(giver)).isEqualTo(owner.email());
        assertThat(giver.get(transfer).is(200).text("state")).isEqualTo("declined");
    }

    @Test
    void onlyTheRecipientDecidesAndOnlyTheOwnerTakesBack() throws Exception {
        String transfer = TRANSFERS + "/" + offer(giver, heir.email()).is(201).text("id");
        ApiClient stranger = client(account(false));

        giver.patch(transfer, "{\"state\":\"accepted\"}").isError(403, "forbidden");
        stranger.patch(transfer, "{\"state\":\"accepted\"}").isError(404, "not_found");
        stranger.get(transfer).isError(404, "not_found");
        taker.delete(transfer).isError(403, "forbidden");
        taker.patch(transfer, "{\"state\":\"stolen\"}").isError(422, "invalid_params");

        giver.delete(transfer).is(200);
        taker.patch(transfer, "{\"state\":\"accepted\"}").isError(404, "not_found");
    }

    @Test
    void aSecondOfferReplacesTheFirst() throws Exception {
        offer(giver, heir.email()).is(201);
        Account other = account(false);
        offer(giver, other.email()).is(201);

        assertThat(taker.get(TRANSFERS).is(200).body()).isEmpty();
        assertThat(client(other).get(TRANSFERS).is(200).body()).hasSize(1);
    }

    @Test
    void anOfferThatIsJustBeingAcceptedIsNotTakenBack() throws Exception {
        String id = offer(giver, heir.email()).is(201).text("id");

        var takenBack = new TransactionTemplate(transactions).execute(_ -> {
            sql.update("update app set owner_id = ? where id = ?", heir.id(), app.id());
            sql.update("update app_transfer set state = 'accepted' where id = ?", UUID.fromString(id));
            return LockWaits.begin(sql, () -> giver.delete(TRANSFERS + "/" + id));
        });

        takenBack.get().isError(422, "invalid_params");
        assertThat(taker.get(TRANSFERS + "/" + id).is(200).text("state")).isEqualTo("accepted");
    }

    @Test
    void anAdministratorGivesAtOnce() throws Exception {
        assertThat(offer(client(account(true)), heir.email()).is(201).text("state")).isEqualTo("accepted");

        assertThat(ownerNow(taker)).isEqualTo(heir.email());
    }

    @Test
    void anOfferIsVoidOnceTheAppHasAnotherOwner() throws Exception {
        String transfer = TRANSFERS + "/" + offer(giver, heir.email()).is(201).text("id");
        String second = account(false).email();
        // By the administrator, whose gift replaces the offer.
        offer(client(account(true)), second).is(201);

        taker.patch(transfer, "{\"state\":\"accepted\"}").isError(404, "not_found");
    }

    @Test
    void whatCannotBeGivenIsRefused() throws Exception {
        offer(giver, "nobody@example.org").isError(404, "not_found");
        offer(giver, owner.email()).isError(422, "invalid_params");
        offer(giver, "\\u0000").isError(422, "invalid_params");
        offer(taker, heir.email()).isError(404, "not_found");
        giver.post(TRANSFERS, "{}").isError(422, "invalid_params");
    }

    @Test
    void favouritesAreMarksOfTheirOwner() throws Exception {
        String body = "{\"type\":\"app\",\"resource_id\":\"" + app.name() + "\"}";
        String favourite = giver.post("/favorites", body).is(201).text("id");
        assertThat(giver.post("/favorites", body).is(201).text("id")).isEqualTo(favourite);
        taker.post("/favorites", body).isError(404, "not_found");

        assertThat(giver.get("/favorites?type=app").is(200).body().get(0).path("resource_name").asString())
                .isEqualTo(app.name().value());
        assertThat(taker.get("/favorites?type=app").is(200).body()).isEmpty();
        taker.delete("/favorites/" + favourite).isError(404, "not_found");
        giver.delete("/favorites/" + favourite).is(200);
        assertThat(giver.get("/favorites?type=app").is(200).body()).isEmpty();
    }
}
