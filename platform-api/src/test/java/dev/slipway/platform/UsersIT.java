package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitreceiver.PushAuthorizer;
import dev.slipway.gitreceiver.PushAuthorizer.Access;
import dev.slipway.platform.ApiClient.Answer;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.AccountDirectory;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.invitation.Claim;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What administrators do with accounts, and how people come to one. */
@PlatformTest
class UsersIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Value("${slipway.home}")
    private Path home;
    @Value("${slipway.secrets}")
    private Path secrets;
    @Autowired
    private Accounts accounts;
    @Autowired
    private AccountDirectory directory;
    @Autowired
    private TransactionTemplate transactions;
    @Autowired
    private Claim claim;
    @Autowired
    private PushAuthorizer pushes;
    @Autowired
    private JdbcTemplate sql;

    private ApiClient anonymous;
    private ApiClient operator;
    private String email;
    private ApiClient user;

    @BeforeEach
    void anAdministratorAndAUser() throws Exception {
        // Each test begins with the administrators that it makes.
        sql.update("update account set admin = false");
        anonymous = ApiClient.anonymous(port);
        operator = anonymous.withToken(Files.readString(secrets.resolve("operator-token")));
        email = unique("u");
        accounts.create(email, PASSWORD, false);
        user = anonymous.login(email, PASSWORD);
    }

    private static String unique(String name) {
        return name + "-" + UUID.randomUUID() + "@example.org";
    }

    private ApiClient administrator(String address) throws Exception {
        accounts.create(address, PASSWORD, true);
        return anonymous.login(address, PASSWORD);
    }

    private static String path(String address, String rest) {
        return "/admin/users/" + URLEncoder.encode(address, StandardCharsets.UTF_8).replace("+", "%20") + rest;
    }

    private static String link(JsonNode user) {
        return URI.create(user.path("invitation").path("url").asString()).getPath();
    }

    // --- The operator ---

    @Test
    void theOperatorAdministersAccountsAndNothingElse() throws Exception {
        operator.get("/admin/users?email=" + email).is(200);
        operator.get("/admin/audit").is(200);
        operator.get("/account").isError(401, "unauthorized");
        operator.get("/apps").isError(401, "unauthorized");
        operator.post("/oauth/authorizations", "{}").isError(401, "unauthorized");
    }

    @Test
    void theOperatorsTokenIsForItsOwnerOnly() throws Exception {
        assertThat(Files.getPosixFilePermissions(secrets.resolve("operator-token"))).hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/users", "/admin/users/x", "/admin/audit"})
    void usersAreNoAdministrators(String path) throws Exception {
        user.get(path).isError(403, "forbidden");
        anonymous.get(path).isError(401, "unauthorized");
    }

    // --- Claim ---

    @Test
    void theClaimMakesTheFirstAdministratorOnce() throws Exception {
        sql.update("update account set password_hash = null where admin");
        String secret = freshClaim();
        String first = unique("first");

        assertThat(anonymous.get("/claim/" + secret).is(200).response().body()).contains("Become the administrator");
        anonymous.submit("/claim/" + secret, Map.of("email", "not an address", "password", PASSWORD)).is(422);
        anonymous.submit("/claim/" + secret, Map.of("email", first, "password", "short")).is(422);
        anonymous.submit("/claim/" + secret, Map.of("email", first, "name", "Ada", "password", PASSWORD)).is(200);

        ApiClient ada = anonymous.login(first, PASSWORD);
        assertThat(ada.get(path(first, "")).is(200).body().path("admin").asBoolean()).isTrue();
        anonymous.get("/claim/" + secret).is(404);
        anonymous.submit("/claim/" + secret, Map.of("email", unique("second"), "password", PASSWORD)).is(404);
        operator.post("/admin/claim", "{\"email\":\"x@example.org\",\"password\":\"" + PASSWORD + "\"}").isError(409, "conflict");
        assertThat(home.resolve("claim")).doesNotExist();
    }

    @Test
    void ofTwoWhoClaimAtOnceOneBecomesTheAdministrator() throws Exception {
        String secret = freshClaim();
        var one = CompletableFuture.supplyAsync(() -> claim(secret));
        var two = CompletableFuture.supplyAsync(() -> claim(secret));

        // The other finds no claim any more, or waits for the first and then finds it used.
        assertThat(List.of(one.get(), two.get())).containsOnlyOnce(200).containsAnyOf(404, 409);
        assertThat(sql.queryForObject("select count(*) from account where admin", Integer.class)).isEqualTo(1);
    }

    private int claim(String secret) {
        try {
            return anonymous.submit("/claim/" + secret, Map.of("email", unique("c"), "password", PASSWORD)).status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** As after the first start of an installation. */
    private String freshClaim() throws Exception {
        claim.prepare();
        return Files.readString(home.resolve("claim"));
    }

    @Test
    void aClaimStaysTheSameOverARestartAndIsStoredAsAHash() throws Exception {
        String secret = freshClaim();

        assertThat(freshClaim()).isEqualTo(secret);
        assertThat(Files.getPosixFilePermissions(home.resolve("claim"))).hasToString("[OWNER_READ, OWNER_WRITE]");
        assertThat(sql.queryForObject("select encode(secret_hash, 'escape') from claim", String.class)).doesNotContain(secret);
    }

    @Test
    void theOperatorClaimsWithoutABrowser() throws Exception {
        freshClaim();
        String first = unique("headless");

        operator.post("/admin/claim", "{\"email\":\"" + first + "\",\"password\":\"" + PASSWORD + "\"}").is(201);

        anonymous.login(first, PASSWORD).get("/admin/audit").is(200);
        assertThat(home.resolve("claim")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%00", "..%2f..", "$(touch%20x)", "%E2%80%AE"})
    void wrongLinksLeadToAPageThatSaysSo(String secret) throws Exception {
        for (String path : new String[] {"/claim/", "/invitations/"}) {
            Answer answer = anonymous.get(path + secret);
            assertThat(answer.status()).isIn(400, 404);
            assertThat(answer.response().body()).doesNotContain("Exception");
        }
    }

    // --- Invitations ---

    @Test
    void whoIsInvitedChoosesAPasswordOnce() throws Exception {
        String invited = unique("Grace.Hopper");
        Answer created = operator.post("/admin/users", "{\"email\":\"" + invited + "\",\"name\":\"Grace\"}").is(201);
        assertThat(created.text("state")).isEqualTo("invited");
        assertThat(created.text("email")).isEqualTo(invited.toLowerCase());
        String link = link(created.body());
        anonymous.withPassword(invited, "").post("/oauth/authorizations", "{}").isError(401, "unauthorized");

        Answer page = anonymous.get(link).is(200);
        assertThat(page.response().body()).contains(invited.toLowerCase());
        assertThat(page.response().headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.response().headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(page.response().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(anonymous.submit(link, Map.of("password", "short")).is(422).response().body()).contains("8 to 256 characters");
        anonymous.submit(link, Map.of("password", PASSWORD)).is(200);

        anonymous.login(invited, PASSWORD).get("/account").is(200);
        assertThat(anonymous.get(link).is(404).response().body()).contains("does not work any more");
        anonymous.submit(link, Map.of("password", "another one")).is(404);
        assertThat(operator.get(path(invited, "")).is(200).text("state")).isEqualTo("active");
    }

    @Test
    void anOldLinkOpensNothing() throws Exception {
        String invited = unique("late");
        String link = link(operator.post("/admin/users", "{\"email\":\"" + invited + "\"}").is(201).body());
        sql.update("update invitation set expires_at = now() - interval '1 second'");

        anonymous.get(link).is(404);
        anonymous.submit(link, Map.of("password", PASSWORD)).is(404);
    }

    @Test
    void aResetLinkEndsWhatTheFormerPasswordOpened() throws Exception {
        String link = link(operator.post(path(email, "/password-reset"), "").is(201).body());
        user.get("/account").is(200);
        String cookie = browserLogin();

        anonymous.submit(link, Map.of("password", "battery staple")).is(200);

        user.get("/account").isError(401, "unauthorized");
        anonymous.get("/profile", "Cookie", cookie).is(302);
        anonymous.withPassword(email, PASSWORD).post("/oauth/authorizations", "{}").isError(401, "unauthorized");
        anonymous.login(email, "battery staple").get("/account").is(200);
    }

    @Test
    void invitingAgainGivesAnotherLinkWhileThereIsNoPassword() throws Exception {
        String invited = "{\"email\":\"" + unique("twice") + "\"}";
        String first = link(operator.post("/admin/users", invited).is(201).body());
        Answer again = operator.post("/admin/users", invited).is(200);

        assertThat(link(again.body())).isNotEqualTo(first);
        anonymous.submit(first, Map.of("password", PASSWORD)).is(200);
        anonymous.submit(link(again.body()), Map.of("password", "another one")).is(404);
        assertThat(operator.post("/admin/users", invited).is(200).body().path("invitation").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"email\":null}", "{\"email\":\"\"}", "{\"email\":\"x\"}", "{\"email\":\"a@b@c d\"}", "{\"email\":5}",
            "{\"email\":\"$(touch x)@example.org\"}", "{\"email\":\"a\\u0000@example.org\"}", "{\"email\":\"a\\nb@example.org\"}",
            "{\"email\":\"=cmd@example.org\"}", "{\"email\":\"a\\u202eb@example.org\"}", "{\"email\":\"a@-.org\"}",
            "{\"email\":\"new@example.org\",\"name\":\"a\\u0000\"}", "{\"email\":\"new@example.org\",\"name\":\"a\\nb\"}",
            "{\"email\":\"new@example.org\",\"name\":\"\\u202e\"}", "{\"email\":\"new@example.org\",\"password\":\"\"}",
            "{\"email\":\"new@example.org\",\"password\":\"short\"}"})
    void valuesThatNobodyCouldUseAreRefused(String body) throws Exception {
        operator.post("/admin/users", body).isError(422, "invalid_params");
        operator.get(path("new@example.org", "")).isError(404, "not_found");
    }

    @Test
    void valuesThatAreTooLongAreRefused() throws Exception {
        operator.post("/admin/users", "{\"email\":\"" + "x".repeat(300) + "@example.org\"}").isError(422, "invalid_params");
        operator.post("/admin/users", "{\"email\":\"n@example.org\",\"name\":\"" + "x".repeat(101) + "\"}").isError(422, "invalid_params");
        operator.post("/admin/users", "{\"email\":\"n@example.org\",\"password\":\"" + "x".repeat(257) + "\"}").isError(422, "invalid_params");
        assertThat(anonymous.submit("/signup", Map.of("email", "x".repeat(300_000))).status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"x\"", "{\"email\":{}}", "{\"email\":[\"a@b.c\"]}", "{\"email\":\"n@example.org\",\"admin\":\"yes\"}"})
    void brokenBodiesAreRefused(String body) throws Exception {
        operator.post("/admin/users", body).isError(400, "bad_request");
    }

    // --- A class ---

    @Test
    void aClassIsImportedAsASpreadsheetSavesIt() throws Exception {
        String one = unique("One");
        String two = unique("two");
        byte[] file = ("\uFEFFName;Group;E-Mail\r\n\"Lovelace; Ada\";7b;" + one.toUpperCase() + "\r\n;;\r\n"
                + "Žofie;7b; " + two + " \r\n\r\n;;\r\n").getBytes(StandardCharsets.UTF_8);

        Answer imported = operator.upload("/admin/users/import", file, "text/csv", "application/json").is(200);

        assertThat(imported.body()).hasSize(2);
        assertThat(imported.body().get(0).path("email").asString()).isEqualTo(one.toLowerCase());
        assertThat(imported.body().get(0).path("name").asString()).isEqualTo("Lovelace; Ada");
        anonymous.submit(link(imported.body().get(1)), Map.of("password", PASSWORD)).is(200);
        assertThat(anonymous.login(two, PASSWORD).get("/account").is(200).text("name")).isEqualTo("Žofie");

        Answer again = operator.upload("/admin/users/import", file, "text/csv", "text/csv").is(200);
        assertThat(again.response().headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
        assertThat(again.response().body().lines()).hasSize(3).satisfiesExactly(
                header -> assertThat(header).isEqualTo("email,name,state,admin,created,link,link_expires,last_login"),
                first -> assertThat(first).startsWith(one.toLowerCase() + ",Lovelace; Ada,invited,false,false,http://localhost:8080/invitations/"),
                second -> assertThat(second).startsWith(two + ",Žofie,active,false,false,,,"));
    }

    @Test
    void aListOfBareAddressesWillDo() throws Exception {
        String one = unique("bare");
        byte[] file = (one + "\n" + one.toUpperCase() + "\n\n").getBytes(StandardCharsets.UTF_8);

        assertThat(operator.upload("/admin/users/import", file, "text/csv", "application/json").is(200).body()).hasSize(1);
    }

    @Test
    void oneBadLineStopsAllAndEveryBadLineIsNamed() throws Exception {
        String good = unique("good");
        byte[] file = ("email,name\n" + good + ",Good\nbad,Bad\n$(touch x)@example.org,X\n" + unique("long") + "," + "x".repeat(101)
                + "\na\u0000b@example.org,\n").getBytes(StandardCharsets.UTF_8);

        String message = operator.upload("/admin/users/import", file, "text/csv", "text/csv").isError(422, "invalid_params").text("message");

        assertThat(message).contains("Nothing was changed, because of 4 lines").contains("\nLine 3: ").contains("\nLine 4: ")
                .contains("\nLine 5: ").contains("\nLine 6: ").doesNotContain("Line 2");
        operator.get(path(good, "")).isError(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "email,name\n", "\n\n\n", "email\n\"unclosed", "name\nAda\n", "\"a\"b,c\n", "\u0000", "{\"email\":1}"})
    void filesThatAreNoClassListAreRefused(String text) throws Exception {
        operator.upload("/admin/users/import", text.getBytes(StandardCharsets.UTF_8), "text/csv", "*/*").isError(422, "invalid_params");
    }

    @Test
    void aFileInAnotherEncodingIsRefused() throws Exception {
        assertThat(operator.upload("/admin/users/import", "email,name\na@example.org,Jürgen\n".getBytes(StandardCharsets.ISO_8859_1),
                "text/csv", "*/*").isError(422, "invalid_params").text("message")).contains("CSV UTF-8");
    }

    @Test
    void aListThatIsTooLongIsRefusedAtOnce() throws Exception {
        byte[] good = people(10_000);
        byte[] bad = "x\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);

        operator.upload("/admin/users/import", good, "text/csv", "*/*").isError(422, "invalid_params");
        operator.upload("/admin/users/import", bad, "text/csv", "*/*").isError(422, "invalid_params");
    }

    @Test
    void aWholeSchoolYearIsImportedInOneRequest() throws Exception {
        var imported = CompletableFuture.supplyAsync(() -> {
            try {
                return operator.upload("/admin/users/import", people(2000), "text/csv", "*/*").is(200).body();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });

        // Hashing a password for each would take minutes.
        assertThat(imported).succeedsWithin(Duration.ofSeconds(60)).satisfies(users -> assertThat(users).hasSize(2000));
    }

    private static byte[] people(int count) {
        String year = UUID.randomUUID().toString();
        return IntStream.range(0, count).mapToObj(i -> i + "-" + year + "@example.org,Student " + i)
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }

    // --- What owners change ---

    private static String withPassword(String change) {
        return "{\"password\":\"" + PASSWORD + "\"," + change + "}";
    }

    @Test
    void onlyAnAdministratorSaysWhoseAnAddressIs() throws Exception {
        String wanted = unique("prof");
        assertThat(user.patch("/account", withPassword("\"email\":\"" + wanted + "\"")).isError(403, "forbidden").text("message"))
                .contains("Ask your administrator");
        user.patch("/account", withPassword("\"email\":\"" + email.toUpperCase() + "\"")).is(200);

        operator.patch(path(email, ""), "{}").isError(422, "invalid_params");
        operator.patch(path(email, ""), "{\"email\":\"x\"}").isError(422, "invalid_params");
        assertThat(operator.patch(path(email, ""), "{\"email\":\"" + wanted + "\"}").is(200).text("email")).isEqualTo(wanted);

        assertThat(user.get("/account").is(200).text("email")).isEqualTo(wanted);
        JsonNode event = operator.get("/admin/audit?max=1").body().get(0);
        assertThat(event.path("action").asString()).isEqualTo("user.change-email");
        assertThat(event.path("detail").asString()).isEqualTo("was " + email);
        ApiClient admin = administrator(unique("admin"));
        admin.patch("/account", withPassword("\"email\":\"" + wanted + "\"")).isError(422, "invalid_params");
        admin.patch("/account", withPassword("\"email\":\"" + unique("boss") + "\"")).is(200);
        operator.patch(path(email, ""), "{\"email\":\"" + unique("gone") + "\"}").isError(404, "not_found");
    }

    @Test
    void allOfAChangeHappensOrNothing() throws Exception {
        user.patch("/account", withPassword("\"name\":\"Eve\",\"new_password\":\"short\"")).isError(422, "invalid_params");

        assertThat(user.get("/account").is(200).body().path("name").isNull()).isTrue();
        assertThat(operator.get("/admin/audit?max=1").body().get(0).path("action").asString()).isEqualTo("user.create-token");
    }

    @Test
    void aNewPasswordEndsSessionsAndOpenLinks() throws Exception {
        String link = link(operator.post(path(email, "/password-reset"), "").is(201).body());
        String cookie = browserLogin();

        user.patch("/account", withPassword("\"new_password\":\"battery staple\"")).is(200);

        anonymous.get("/profile", "Cookie", cookie).is(302);
        anonymous.submit(link, Map.of("password", "a thief's one")).is(404);
        anonymous.login(email, "battery staple");
    }

    @Test
    void whatOwnersChangeIsToldToo() throws Exception {
        Answer token = user.post("/oauth/authorizations", "{\"description\":\"CI\"}").is(201);
        user.delete("/oauth/authorizations/" + token.text("id")).is(200);
        user.patch("/account", withPassword("\"name\":\"Ada\",\"new_password\":\"battery staple\"")).is(200);

        JsonNode events = operator.get("/admin/audit?max=4").is(200).body();
        assertThat(events.valueStream().map(event -> event.path("action").asString())).containsExactly("user.change-password",
                "user.change-name", "user.revoke-token", "user.create-token");
        assertThat(events.valueStream()).allSatisfy(event -> {
            assertThat(event.path("actor").path("email").asString()).isEqualTo(email);
            assertThat(event.path("subject").path("email").asString()).isEqualTo(email);
            assertThat(event.path("address").asString()).isEqualTo("127.0.0.1");
        });
        assertThat(events.get(2).path("detail").asString()).isEqualTo("CI");
    }

    // --- Administrators ---

    @Test
    void theLastAdministratorStays() throws Exception {
        String only = unique("only");
        ApiClient admin = administrator(only);

        admin.delete(path(only, "/admin")).isError(409, "conflict");
        admin.put(path(only, "/suspension"), "{}").isError(409, "conflict");
        operator.delete(path(only, "")).isError(409, "conflict");

        // Somebody who has not accepted yet could not help.
        String invited = unique("invited");
        operator.post("/admin/users", "{\"email\":\"" + invited + "\",\"admin\":true}").is(201);
        admin.delete(path(only, "/admin")).isError(409, "conflict");

        admin.put(path(email, "/admin"), "").is(200);
        admin.put(path(email, "/admin"), "").is(200);
        admin.delete(path(only, "/admin")).is(200);
        admin.get("/admin/users").isError(403, "forbidden");
        user.delete(path(only, "/admin")).is(200);
    }

    @Test
    void twoAdministratorsWhoRemoveEachOtherDoNotBothSucceed() throws Exception {
        String one = unique("one");
        String two = unique("two");
        administrator(one);
        administrator(two);
        var first = CompletableFuture.supplyAsync(() -> demote(one));
        var second = CompletableFuture.supplyAsync(() -> demote(two));

        assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(200, 409);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoChangesOfAnAccountAtOnceBothHold(boolean admin) throws Exception {
        administrator(unique("another"));
        String one = unique("one");
        accounts.create(one, PASSWORD, true);

        transactions.executeWithoutResult(_ -> {
            Account account = accounts.require(one);
            assertThat(CompletableFuture.supplyAsync(() -> suspend(one)).join()).isEqualTo(200);
            directory.administrate(account, admin);
        });

        JsonNode changed = operator.get(path(one, "")).is(200).body();
        assertThat(changed.path("admin").asBoolean()).isEqualTo(admin);
        assertThat(changed.path("state").asString()).isEqualTo("suspended");
    }

    private int suspend(String address) {
        try {
            return operator.put(path(address, "/suspension"), "{}").status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private int demote(String address) {
        try {
            return operator.delete(path(address, "/admin")).status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // --- Suspension ---

    @Test
    void whoIsSuspendedIsToldSoEverywhereUntilItEnds() throws Exception {
        String app = user.post("/apps", "{}").is(201).text("name");
        String token = anonymous.withPassword(email, PASSWORD).post("/oauth/authorizations", "{}").is(201)
                .body().path("access_token").path("token").asString();
        String cookie = browserLogin();
        anonymous.get("/profile", "Cookie", cookie).is(200);

        operator.put(path(email, "/suspension"), "{}").is(200);
        assertThat(operator.put(path(email, "/suspension"), "{}").is(200).text("state")).isEqualTo("suspended");

        assertThat(user.get("/account").isError(403, "suspended").text("message")).contains("Ask your administrator");
        user.get("/apps/" + app).isError(403, "suspended");
        anonymous.withPassword(email, PASSWORD).post("/oauth/authorizations", "{}").isError(403, "suspended");
        anonymous.withPassword("", token).post("/oauth/authorizations", "{}").isError(403, "suspended");
        anonymous.withPassword(email, "wrong").post("/oauth/authorizations", "{}").isError(401, "unauthorized");
        assertThat(pushes.authorize(app, "x", token)).isInstanceOfSatisfying(Access.Forbidden.class,
                refused -> assertThat(refused.message()).contains("is suspended"));
        anonymous.submit(link(operator.post(path(email, "/password-reset"), "").is(201).body()), Map.of("password", PASSWORD)).is(403);

        anonymous.get("/profile", "Cookie", cookie).is(302);
        assertThat(anonymous.submit("/login", Map.of("email", email, "password", PASSWORD)).is(403).response().body())
                .contains("is suspended");

        operator.delete(path(email, "/suspension")).is(200);
        operator.delete(path(email, "/suspension")).is(200);
        assertThat(user.get("/apps/" + app).is(200).body().path("maintenance").asBoolean()).isFalse();
        assertThat(pushes.authorize(app, "x", token)).isInstanceOf(Access.Granted.class);
    }

    /** @return the cookie of a browser that is logged in as the user */
    private String browserLogin() throws Exception {
        return anonymous.submit("/login", Map.of("email", email, "password", PASSWORD)).is(302).response().headers()
                .firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    @Test
    void appsThatWereStoppedWithTheirOwnerComeBackAndOthersStayAsTheyWere() throws Exception {
        String running = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        String maintained = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        user.patch(maintained, "{\"maintenance\":true}").is(200);
        ApiClient admin = administrator(unique("admin"));

        operator.put(path(email, "/suspension"), "{}").is(200);
        assertThat(admin.get(running).is(200).body().path("maintenance").asBoolean()).isFalse();
        operator.put(path(email, "/suspension"), "{\"apps\":\"stop\"}").is(200);
        operator.put(path(email, "/suspension"), "{\"apps\":\"stop\"}").is(200);
        assertThat(admin.get(running).is(200).body().path("maintenance").asBoolean()).isTrue();
        operator.put(path(email, "/suspension"), "{\"apps\":\"burn\"}").isError(422, "invalid_params");

        operator.delete(path(email, "/suspension")).is(200);
        assertThat(user.get(running).is(200).body().path("maintenance").asBoolean()).isFalse();
        assertThat(user.get(maintained).is(200).body().path("maintenance").asBoolean()).isTrue();
    }

    // --- Deletion ---

    @Test
    void whoHasAppsIsDeletedOnlyWithAWordOnTheApps() throws Exception {
        String app = user.post("/apps", "{}").is(201).text("name");
        String heir = unique("heir");
        accounts.create(heir, PASSWORD, false);

        assertThat(operator.delete(path(email, "")).isError(409, "conflict").text("message")).contains(app);
        operator.delete(path(email, "?apps=burn")).isError(400, "bad_request");
        operator.delete(path(email, "?apps=transfer")).isError(400, "bad_request");
        operator.delete(path(email, "?apps=transfer&to=" + email)).isError(422, "invalid_params");
        operator.delete(path(email, "?apps=transfer&to=nobody@example.org")).isError(404, "not_found");
        operator.delete(path(email, "?apps=transfer&to=" + heir)).is(200);

        ApiClient owner = anonymous.login(heir, PASSWORD);
        assertThat(owner.get("/apps/" + app).is(200).body().path("owner").path("email").asString()).isEqualTo(heir);
        // Its history goes on telling that somebody was there.
        assertThat(owner.get("/apps/" + app + "/releases").is(200).body()).isNotEmpty();
        user.get("/account").isError(401, "unauthorized");
        operator.delete(path(email, "?apps=destroy")).isError(404, "not_found");
        operator.post("/admin/users", "{\"email\":\"" + email + "\"}").is(201);
    }

    @Test
    void appsThatAreDestroyedWithTheirOwnerLeaveNothing() throws Exception {
        UUID id = UUID.fromString(user.get("/account").is(200).text("id"));
        String app = user.post("/apps", "{}").is(201).text("name");

        operator.delete(path(email, "?apps=destroy")).is(200);

        administrator(unique("admin")).get("/apps/" + app).isError(404, "not_found");
        operator.get(path(email, "")).isError(404, "not_found");
        assertThat(sql.queryForObject("select count(*) from account where id = ?", Integer.class, id)).isZero();
        assertThat(sql.queryForObject("select count(*) from oauth_authorization where account_id = ?", Integer.class, id)).isZero();
    }

    @Test
    void pipelinesGoWhereTheAppsGo() throws Exception {
        String id = user.get("/account").is(200).text("id");
        String app = user.post("/apps", "{}").is(201).text("name");
        String pipeline = user.post("/pipelines", "{\"name\":\"shop\",\"owner\":{\"id\":\"" + id + "\",\"type\":\"user\"}}")
                .is(201).text("id");
        String heir = unique("heir");
        accounts.create(heir, PASSWORD, false);
        ApiClient heirs = anonymous.login(heir, PASSWORD);

        assertThat(operator.delete(path(email, "")).isError(409, "conflict").text("message")).contains(app).contains("pipelines: shop");
        operator.delete(path(email, "?apps=transfer&to=" + heir)).is(200);
        assertThat(heirs.get("/pipelines/" + pipeline).is(200).body().path("owner").path("id").asString())
                .isEqualTo(heirs.get("/account").is(200).text("id"));

        operator.delete(path(heir, "?apps=destroy")).is(200);
        administrator(unique("admin")).get("/pipelines/" + pipeline).isError(404, "not_found");
    }

    @Test
    void aTeamWhoseOnlyAdminGoesHasAnother() throws Exception {
        String eldest = unique("eldest");
        accounts.create(eldest, PASSWORD, false);
        ApiClient member = anonymous.login(eldest, PASSWORD);
        String team = "t" + UUID.randomUUID().toString().substring(0, 12);
        user.post("/teams", "{\"name\":\"" + team + "\"}").is(201);
        user.put("/teams/" + team + "/members", "{\"email\":\"" + eldest + "\",\"role\":\"member\"}").is(200);
        String app = user.post("/teams/apps", "{\"team\":\"" + team + "\"}").is(201).text("name");
        member.delete("/teams/" + team).isError(403, "forbidden");

        assertThat(operator.delete(path(email, "")).isError(409, "conflict").text("message")).contains(team);
        operator.delete(path(email, "?apps=destroy")).is(200);

        assertThat(member.get("/teams/" + team + "/members").is(200).body()).hasSize(1);
        member.patch("/teams/apps/" + app, "{\"locked\":true}").is(200);

        // Nobody is left to have it.
        operator.delete(path(eldest, "?apps=destroy")).is(200);
        ApiClient admin = administrator(unique("admin"));
        admin.get("/teams/" + team).isError(404, "not_found");
        admin.get("/apps/" + app).isError(404, "not_found");
    }

    @Test
    void aTeamWhoseOnlyAdminGoesMayBeGivenToTheHeir() throws Exception {
        String heir = unique("heir");
        accounts.create(heir, PASSWORD, false);
        String team = "t" + UUID.randomUUID().toString().substring(0, 12);
        user.post("/teams", "{\"name\":\"" + team + "\"}").is(201);

        operator.delete(path(email, "?apps=transfer&to=" + heir)).is(200);

        anonymous.login(heir, PASSWORD).delete("/teams/" + team).is(200);
    }

    // --- The second factor ---

    @Test
    void anAdministratorTakesALostSecondFactorAway() throws Exception {
        sql.update("insert into two_factor (account_id, secret, confirmed, last_step, created_at)"
                + " select id, '\\x00', true, 0, now() from account where email = ?", email);
        anonymous.withPassword(email, PASSWORD).post("/oauth/authorizations", "{}").isError(403, "two_factor");

        operator.delete(path(email, "/two-factor")).is(200);

        assertThat(operator.get("/admin/audit?max=1").body().get(0).path("action").asString()).isEqualTo("user.two-factor-off");
        anonymous.login(email, PASSWORD).get("/account").is(200);
    }

    // --- Who finds whom ---

    @Test
    void onlyWhoSharesATeamOrAnAppFindsAnAccountByItsAddress() throws Exception {
        String other = unique("other");
        accounts.create(other, PASSWORD, false);
        user.get("/users/" + email).is(200);
        administrator(unique("admin")).get("/users/" + other).is(200);
        String unknown = user.get("/users/nobody@example.org").isError(404, "not_found").text("message");
        assertThat(user.get("/users/" + other).isError(404, "not_found").text("message")).isEqualTo(unknown);
        String seesEverything = unique("boss");
        administrator(seesEverything);

        String app = user.post("/apps", "{}").is(201).text("name");
        user.post("/apps/" + app + "/collaborators", "{\"user\":\"" + other + "\"}").is(201);
        user.get("/users/" + other).is(200);
        user.get("/users/" + seesEverything).isError(404, "not_found");
        anonymous.login(other, PASSWORD).get("/users/" + email).is(200);
    }

    // --- Lists and the audit log ---

    @Test
    void usersAreListedByPageAndByWhatIsLookedFor() throws Exception {
        String class7 = "7" + UUID.randomUUID() + "@school.example";
        operator.post("/admin/users", "{\"email\":\"a-" + class7 + "\"}").is(201);
        operator.post("/admin/users", "{\"email\":\"b-" + class7 + "\"}").is(201);
        operator.put(path("b-" + class7, "/suspension"), "{}").is(200);

        assertThat(operator.get("/admin/users?email=" + class7.toUpperCase()).is(200).body()).hasSize(2);
        assertThat(operator.get("/admin/users?state=suspended&email=" + class7).is(200).body()).hasSize(1);
        operator.get("/admin/users?state=asleep").isError(400, "bad_request");
        Answer page = operator.get("/admin/users?email=" + class7, "Range", "email ..; max=1").is(206);
        assertThat(page.body().get(0).path("email").asString()).isEqualTo("a-" + class7);
        String next = page.response().headers().firstValue("Next-Range").orElseThrow();
        assertThat(operator.get("/admin/users?email=" + class7, "Range", next).is(200).body().get(0).path("email").asString())
                .isEqualTo("b-" + class7);
    }

    @Test
    void everyChangeTellsWhoDidItToWhomAndFromWhere() throws Exception {
        String admin = unique("admin");
        ApiClient ada = administrator(admin);
        ada.put(path(email, "/suspension"), "{\"apps\":\"stop\"}").is(200);
        operator.delete(path(email, "/suspension")).is(200);

        JsonNode events = operator.get("/admin/audit?max=2").is(200).body();
        assertThat(events.get(0).path("action").asString()).isEqualTo("user.unsuspend");
        assertThat(events.get(0).path("actor").path("email").asString()).isEqualTo("operator");
        assertThat(events.get(1).path("action").asString()).isEqualTo("user.suspend-with-apps");
        assertThat(events.get(1).path("actor").path("email").asString()).isEqualTo(admin);
        assertThat(events.get(1).path("subject").path("email").asString()).isEqualTo(email);
        assertThat(events.get(1).path("address").asString()).isEqualTo("127.0.0.1");
        long last = events.get(1).path("id").asLong();
        assertThat(operator.get("/admin/audit?max=1&before=" + (last + 1)).is(200).body().get(0).path("id").asLong()).isEqualTo(last);
        operator.get("/admin/audit?max=0").isError(400, "bad_request");
        operator.get("/admin/audit?before=x").isError(400, "bad_request");
    }

    @Test
    void aChangeThatFailsLeavesNoEvent() throws Exception {
        String only = unique("only");
        administrator(only);
        operator.put(path(only, "/suspension"), "{}").isError(409, "conflict");

        assertThat(sql.queryForObject("select count(*) from audit_event where subject = ? and action = 'user.suspend'", Integer.class, only)).isZero();
    }

    @Test
    void signUpIsClosedAndSaysWhomToAsk() throws Exception {
        assertThat(anonymous.get("/signup").is(403).response().body()).contains("Ask your administrator for an account");
        anonymous.submit("/signup", Map.of("email", unique("x"), "password", PASSWORD)).is(403);
    }
}
