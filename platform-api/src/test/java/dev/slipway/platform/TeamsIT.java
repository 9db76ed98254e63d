package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitreceiver.PushAuthorizer;
import dev.slipway.gitreceiver.PushAuthorizer.Access;
import dev.slipway.platform.account.Accounts;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Teams, collaborators, and how apps change hands. Who may call what is {@link AccessIT}'s. */
@PlatformTest
class TeamsIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private PushAuthorizer pushes;
    @Autowired
    private JdbcTemplate sql;

    private ApiClient anonymous;
    private ApiClient ann;
    private String annEmail;
    private ApiClient bob;
    private String bobEmail;
    private String team;

    @BeforeEach
    void twoPeopleAndATeam() throws Exception {
        anonymous = ApiClient.anonymous(port);
        annEmail = "ann-" + UUID.randomUUID() + "@example.org";
        bobEmail = "bob-" + UUID.randomUUID() + "@example.org";
        accounts.create(annEmail, PASSWORD, false);
        accounts.create(bobEmail, PASSWORD, false);
        ann = anonymous.login(annEmail, PASSWORD);
        bob = anonymous.login(bobEmail, PASSWORD);
        team = "t" + UUID.randomUUID().toString().substring(0, 12);
        ann.post("/teams", json("name", team)).is(201);
    }

    private static String json(String... pairs) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            json.append(i == 0 ? "" : ",").append('"').append(pairs[i]).append("\":\"").append(pairs[i + 1]).append('"');
        }
        return json.append('}').toString();
    }

    @Test
    void whoMakesATeamIsItsAdmin() throws Exception {
        var teams = ann.get("/teams").is(200).body();

        assertThat(teams).hasSize(1);
        assertThat(teams.get(0).path("name").asString()).isEqualTo(team);
        assertThat(teams.get(0).path("role").asString()).isEqualTo("admin");
        assertThat(teams.get(0).path("type").asString()).isEqualTo("team");
        assertThat(bob.get("/teams").is(200).body()).isEmpty();
    }

    @Test
    void membersComeChangeAndGo() throws Exception {
        ann.put("/teams/" + team + "/members", json("email", bobEmail.toUpperCase(), "role", "member")).is(200);
        assertThat(bob.get("/teams").is(200).body().get(0).path("role").asString()).isEqualTo("member");

        ann.patch("/teams/" + team + "/members", json("email", bobEmail, "role", "admin")).is(200);
        assertThat(ann.get("/teams/" + team + "/members").is(200).body()).hasSize(2);

        bob.delete("/teams/" + team + "/members/" + bobEmail).is(200);
        bob.get("/teams/" + team).isError(404, "not_found");
    }

    @Test
    void aTeamHasAsManyAppsAsAnAccountAtMost() throws Exception {
        String own = ann.post("/apps", "{}").is(201).text("name");
        sql.update("insert into app (id, name, team_id, created_at, updated_at) select gen_random_uuid(), ? || n, id, now(), now()"
                + " from team, generate_series(1, 100) n where name = ?", team + "-", team);

        assertThat(ann.post("/teams/apps", json("team", team)).isError(422, "invalid_params").text("message"))
                .startsWith("The team " + team + " has reached the limit of 100 apps.");
        ann.patch("/teams/apps/" + own, json("owner", team)).isError(422, "invalid_params");
    }

    @Test
    void theLastAdminStays() throws Exception {
        ann.delete("/teams/" + team + "/members/" + annEmail).isError(422, "invalid_params");
        ann.patch("/teams/" + team + "/members", json("email", annEmail, "role", "member")).isError(422, "invalid_params");

        assertThat(ann.get("/teams/" + team).is(200).text("role")).isEqualTo("admin");
    }

    @Test
    void aPushOfWhoOnlySeesTheAppIsForbiddenAndSaysWhomToAsk() throws Exception {
        String app = ann.post("/apps", "{}").is(201).text("name");
        String token = ApiClient.token(port, bobEmail, PASSWORD);
        assertThat(pushes.authorize(app, "", token)).isInstanceOf(Access.NotFound.class);

        ann.post("/teams/apps/" + app + "/collaborators",
                "{\"user\":\"" + bobEmail + "\",\"permissions\":[\"view\"]}").is(201);

        assertThat(pushes.authorize(app, "", token)).isInstanceOfSatisfying(Access.Forbidden.class,
                forbidden -> assertThat(forbidden.message()).contains("Ask its owner, " + annEmail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Team", "-team", "team-", "te am", "te\\u0000am", "tüam", "$(touch x)", "../etc",
        "a234567890123456789012345678901"})
    void aTeamsNameIsChecked(String name) throws Exception {
        ann.post("/teams", json("name", name)).isError(422, "invalid_params");
    }

    @Test
    void aTeamsNameIsTakenOnce() throws Exception {
        bob.post("/teams", json("name", team)).isError(422, "invalid_params");
    }

    @Test
    void unknownPeopleAndRolesAreNamed() throws Exception {
        ann.put("/teams/" + team + "/members", json("email", "nobody@example.org", "role", "member")).isError(404, "not_found");
        ann.put("/teams/" + team + "/members", json("email", bobEmail, "role", "king")).isError(422, "invalid_params");
        ann.put("/teams/" + team + "/members", "{}").isError(422, "invalid_params");
        ann.put("/teams/" + team + "/members", "{\"email\":{}}").isError(400, "bad_request");
    }

    @Test
    void aTeamsAppBelongsToTheTeam() throws Exception {
        var app = ann.post("/teams/apps", json("team", team)).is(201);

        assertThat(app.body().path("team").path("name").asString()).isEqualTo(team);
        assertThat(app.body().path("owner").path("email").asString()).isEqualTo(team + "@herokumanager.com");
        assertThat(ann.get("/apps").is(200).body()).hasSize(1);
        assertThat(ann.get("/users/~/apps").is(200).body()).isEmpty();
        assertThat(ann.get("/teams/" + team + "/apps").is(200).body()).hasSize(1);
        ann.delete("/teams/" + team).isError(422, "invalid_params");

        ann.delete("/apps/" + app.text("name")).is(200);
    }

    @Test
    void collaboratorsWorkOnAnAppButDoNotOwnIt() throws Exception {
        String app = ann.post("/apps", "{}").is(201).text("name");
        ann.post("/apps/" + app + "/collaborators", json("user", bobEmail)).is(201);

        assertThat(bob.get("/users/~/apps").is(200).body()).hasSize(1);
        bob.patch("/apps/" + app + "/config-vars", "{\"A\":\"b\"}").is(200);
        bob.patch("/apps/" + app, json("name", app + "x")).isError(403, "forbidden");
        bob.delete("/apps/" + app).isError(403, "forbidden");
        var collaborators = bob.get("/apps/" + app + "/collaborators").is(200).body();
        assertThat(collaborators.get(0).path("role").asString()).isEqualTo("owner");
        assertThat(collaborators.get(1).path("role").asString()).isEqualTo("collaborator");
        assertThat(collaborators.get(1).has("permissions")).isFalse();

        bob.delete("/apps/" + app + "/collaborators/" + bobEmail).is(200);
        bob.get("/apps/" + app).isError(404, "not_found");
        ann.delete("/apps/" + app + "/collaborators/" + annEmail).isError(422, "invalid_params");
    }

    @Test
    void nobodyJoinsWithMoreThanTheyHave() throws Exception {
        ann.put("/teams/" + team + "/members", json("email", bobEmail, "role", "member")).is(200);
        String app = ann.post("/teams/apps", json("team", team)).is(201).text("name");

        bob.post("/teams/apps/" + app + "/collaborators",
                "{\"user\":\"" + bobEmail + "\",\"permissions\":[\"manage\",\"deploy\"]}").is(201);

        bob.delete("/apps/" + app).isError(403, "forbidden");
    }

    @Test
    void anAppGoesToATeamAndBackToAPerson() throws Exception {
        String app = ann.post("/apps", "{}").is(201).text("name");
        ann.put("/teams/" + team + "/members", json("email", bobEmail, "role", "member")).is(200);

        ann.patch("/teams/apps/" + app, json("owner", team)).is(200);
        bob.get("/apps/" + app).is(200);

        ann.patch("/teams/apps/" + app, json("owner", bobEmail)).isError(404, "not_found");
        ann.post("/teams/apps/" + app + "/collaborators", json("user", bobEmail)).is(201);
        ann.patch("/teams/apps/" + app, json("owner", bobEmail)).is(200);
        assertThat(bob.get("/apps/" + app).is(200).body().path("owner").path("email").asString()).isEqualTo(bobEmail);
        ann.get("/apps/" + app).isError(404, "not_found");
    }

    @Test
    void anAppGoesToNobodysTeam() throws Exception {
        String app = bob.post("/apps", "{}").is(201).text("name");

        bob.patch("/teams/apps/" + app, json("owner", team)).isError(404, "not_found");
        bob.patch("/teams/apps/" + app, "{\"locked\":true}").isError(422, "invalid_params");
    }
}
