package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.access.Administrator;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Public;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.app.App;
import dev.slipway.platform.team.Team;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Who may call what, for every route there is. The routes and what they require come from the running platform, so that
 * a new route is tested without anybody thinking of it; what each role may do is written down here once more.
 */
@PlatformTest
class AccessIT {

    private static final String PASSWORD = "correct horse";
    private static final Map<Class<?>, String> RESOURCES = Map.of(App.class, "app", Team.class, "team", Addon.class, "add_on");
    private static final Set<Permission> ALL = EnumSet.allOf(Permission.class);
    private static final Set<Permission> USUAL = EnumSet.of(Permission.VIEW, Permission.DEPLOY, Permission.OPERATE);
    private static final Set<Permission> NONE = EnumSet.noneOf(Permission.class);

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    /** @param needs permission on what the path names; null where every account may call it */
    private record Route(String method, String path, @Nullable Class<?> kind, @Nullable Permission needs, boolean administrators,
                         boolean open, HandlerMethod handler) {

        /** The path with {@code names} in place of its variables. */
        String with(Map<String, String> names) {
            String filled = path;
            for (var name : names.entrySet()) {
                filled = filled.replace("{" + name.getKey() + "}", name.getValue());
            }
            return filled.replaceAll("\\{\\*?[^}]+}", UUID.randomUUID().toString());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Somebody, and what they may do with {@link World#app} and {@link World#team}. */
    private record Role(String name, ApiClient client, Set<Permission> onApp, Set<Permission> onTeamsApp, Set<Permission> onTeam,
                        boolean administrator) {}

    private final List<Role> roles = new ArrayList<>();
    private ApiClient anonymous;
    private ApiClient owner;
    private ApiClient teamAdmin;
    private ApiClient root;
    private String collaboratorEmail = "";
    private String memberEmail = "";
    private String viewerEmail = "";

    @BeforeEach
    void everyRole() throws Exception {
        anonymous = ApiClient.anonymous(port);
        owner = login("owner", false);
        teamAdmin = login("team-admin", false);
        root = login("root", true);
        roles.add(new Role("a stranger", login("stranger", false), NONE, NONE, NONE, false));
        collaboratorEmail = email("collaborator");
        roles.add(new Role("a collaborator", login(collaboratorEmail, false), USUAL, USUAL, NONE, false));
        viewerEmail = email("viewer");
        roles.add(new Role("a collaborator who may only view", login(viewerEmail, false), NONE, EnumSet.of(Permission.VIEW), NONE,
                false));
        memberEmail = email("member");
        roles.add(new Role("a member of the team", login(memberEmail, false), NONE, USUAL, USUAL, false));
        roles.add(new Role("an admin of the team", teamAdmin, NONE, ALL, ALL, false));
        roles.add(new Role("the owner", owner, ALL, NONE, NONE, false));
        roles.add(new Role("an administrator of the platform", root, ALL, ALL, ALL, true));
    }

    private String email(String name) {
        return name.contains("@") ? name : name + "-" + UUID.randomUUID() + "@example.org";
    }

    private ApiClient login(String name, boolean admin) throws Exception {
        String email = email(name);
        accounts.create(email, PASSWORD, admin);
        return anonymous.login(email, PASSWORD);
    }

    /** A personal app with a collaborator, and a team with a member and an app; both apps have an add-on. */
    private record World(String app, String team, String teamsApp, String addon, String teamsAddon) {}

    private World world() throws Exception {
        String app = app();
        String team = team();
        String teamsApp = teamsApp(team);
        return new World(app, team, teamsApp, addon(owner, app), addon(teamAdmin, teamsApp));
    }

    private String app() throws Exception {
        String app = owner.post("/apps", "{}").is(201).text("name");
        owner.post("/apps/" + app + "/collaborators", "{\"user\":\"" + collaboratorEmail + "\"}").is(201);
        return app;
    }

    private String team() throws Exception {
        String team = "t" + UUID.randomUUID().toString().substring(0, 12);
        teamAdmin.post("/teams", "{\"name\":\"" + team + "\"}").is(201);
        teamAdmin.put("/teams/" + team + "/members", "{\"email\":\"" + memberEmail + "\",\"role\":\"member\"}").is(200);
        return team;
    }

    private String teamsApp(String team) throws Exception {
        String app = teamAdmin.post("/teams/apps", "{\"team\":\"" + team + "\"}").is(201).text("name");
        teamAdmin.post("/teams/apps/" + app + "/collaborators", "{\"user\":\"" + collaboratorEmail + "\"}").is(201);
        teamAdmin.post("/teams/apps/" + app + "/collaborators",
                "{\"user\":\"" + viewerEmail + "\",\"permissions\":[\"view\"]}").is(201);
        return app;
    }

    /** What the role was allowed may have changed or removed something; that is made anew, and nothing else: it takes long. */
    private World after(Route route, World world, Role role) throws Exception {
        boolean changedApp = role.onApp().contains(route.needs());
        boolean changedTeamsApp = role.onTeamsApp().contains(route.needs());
        if (route.kind() == Team.class && role.onTeam().contains(route.needs())) {
            remove("/apps/" + world.teamsApp(), "/teams/" + world.team());
            String team = team();
            String teamsApp = teamsApp(team);
            return new World(world.app(), team, teamsApp, world.addon(), addon(teamAdmin, teamsApp));
        }
        if (route.kind() == Addon.class) {
            return new World(world.app(), world.team(), world.teamsApp(),
                    changedApp ? anotherAddon(owner, world.app(), world.addon()) : world.addon(),
                    changedTeamsApp ? anotherAddon(teamAdmin, world.teamsApp(), world.teamsAddon()) : world.teamsAddon());
        }
        if (route.kind() == App.class) {
            String app = changedApp ? anotherApp(world) : world.app();
            String teamsApp = changedTeamsApp ? anotherTeamsApp(world) : world.teamsApp();
            return new World(app, world.team(), teamsApp, changedApp ? addon(owner, app) : world.addon(),
                    changedTeamsApp ? addon(teamAdmin, teamsApp) : world.teamsAddon());
        }
        return world;
    }

    private String anotherApp(World world) throws Exception {
        remove("/apps/" + world.app());
        return app();
    }

    private String anotherTeamsApp(World world) throws Exception {
        remove("/apps/" + world.teamsApp());
        return teamsApp(world.team());
    }

    private String anotherAddon(ApiClient client, String app, String addon) throws Exception {
        remove("/apps/" + app + "/addons/" + addon);
        return addon(client, app);
    }

    /** Accounts may have so many apps, add-ons and teams only. What is there no more is nobody's mistake. */
    private void remove(String... paths) throws Exception {
        for (String path : paths) {
            root.delete(path);
        }
    }

    private static String addon(ApiClient client, String app) throws Exception {
        return client.post("/apps/" + app + "/addons", "{\"plan\":\"memory-db\"}").is(201).text("name");
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getPackageName().startsWith("dev.slipway")) {
                for (String path : new TreeSet<>(mapping.getPatternValues())) {
                    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
                    methods.forEach(method -> routes.add(route(method.name(), path, handler)));
                    assertThat(methods).as("%s says for which methods it is", handler).isNotEmpty();
                }
            }
        });
        assertThat(routes).hasSizeGreaterThan(50);
        // The same order each time: one request's effect is the next one's world.
        routes.sort(Comparator.comparing(Route::path).thenComparing(Route::method));
        return routes;
    }

    private static Route route(String method, String path, HandlerMethod handler) {
        Class<?> kind = null;
        Permission needs = null;
        boolean administrators = false;
        boolean account = false;
        for (MethodParameter parameter : handler.getMethodParameters()) {
            Requires requires = parameter.getParameterAnnotation(Requires.class);
            if (requires != null) {
                assertThat(parameter.getParameterIndex()).as("%s %s is checked before anything is read", method, path).isZero();
                kind = parameter.getParameterType();
                needs = requires.value();
            }
            administrators |= parameter.hasParameterAnnotation(Administrator.class);
            account |= parameter.getParameterType() == Account.class;
        }
        boolean open = AnnotatedElementUtils.hasAnnotation(handler.getMethod(), Public.class)
                || AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), Public.class);
        assertThat(open || account || administrators || kind != null)
                .as("%s %s says who may call it: @Requires, an Account, or @Public", method, path).isTrue();
        return new Route(method, path, kind, needs, administrators, open, handler);
    }

    @Test
    void whatNamesAnAppOrATeamIsGuarded() {
        assertThat(routes()).allSatisfy(route -> {
            if (!route.open()) {
                assertThat(route.path().contains("{app}")).as("%s takes the app it names", route)
                        .isEqualTo(route.kind() == App.class);
                assertThat(route.path().contains("{team}") && !route.path().contains("{app}"))
                        .as("%s takes the team it names", route).isEqualTo(route.kind() == Team.class);
                assertThat(route.path().contains("{addon}")).as("%s takes the add-on it names", route)
                        .isEqualTo(route.kind() == Addon.class);
            }
        });
    }

    @Test
    void withoutCredentialsNothingButThePublicIsAnswered() throws Exception {
        World world = world();
        for (Route route : routes()) {
            if (!route.open()) {
                var answer = anonymous.call(route.method(), route.with(Map.of("app", world.app(), "team", world.team())), "{}");
                assertThat(answer.status()).as(route + " for nobody: " + answer.response().body()).isEqualTo(401);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRoleMayDoWhatItMayAndNoMore() {
        return roles.stream().map(role -> DynamicTest.dynamicTest(role.name(), () -> {
            World world = world();
            for (Route route : routes()) {
                if (!route.open()) {
                    reach(route, world, role);
                    world = route.method().equals("GET") ? world : after(route, world, role);
                }
            }
        }));
    }

    private void reach(Route route, World world, Role role) throws Exception {
        if (route.kind() == App.class) {
            expect(route, role, world.app(), Map.of("app", world.app()), role.onApp());
            expect(route, role, world.teamsApp(), Map.of("app", world.teamsApp()), role.onTeamsApp());
        } else if (route.kind() == Addon.class) {
            expect(route, role, world.addon(), Map.of("addon", world.addon()), role.onApp());
            expect(route, role, world.teamsAddon(), Map.of("addon", world.teamsAddon()), role.onTeamsApp());
        } else if (route.kind() == Team.class) {
            expect(route, role, world.team(), Map.of("team", world.team()), role.onTeam());
        } else if (route.administrators()) {
            int status = role.client().call(route.method(), route.with(Map.of()), "{}").status();
            assertThat(status == 403).as("%s for %s is forbidden", route, role.name()).isNotEqualTo(role.administrator());
        }
    }

    private void expect(Route route, Role role, String object, Map<String, String> names, Set<Permission> held) throws Exception {
        var answer = role.client().call(route.method(), route.with(names), "{}");
        String what = route + " on " + object + " for " + role.name() + ": " + answer.response().body();
        if (held.isEmpty()) {
            answer.isError(404, "not_found");
            assertThat(answer.text("resource")).as(what).isEqualTo(RESOURCES.get(route.kind()));
            assertThat(answer.response().body()).as(what).doesNotContain(object);
        } else if (!held.contains(route.needs())) {
            answer.isError(403, "forbidden");
        } else {
            assertThat(answer.status()).as(what).isNotIn(401, 403, 500);
            assertThat(Map.of(answer.status(), answer.text("resource"))).as(what)
                    .isNotEqualTo(Map.of(404, RESOURCES.get(route.kind())));
        }
    }

    @Test
    void aLockedAppIsForTheTeamsAdminsAndItsCollaborators() throws Exception {
        World world = world();
        Map<String, ApiClient> by = new HashMap<>();
        roles.forEach(role -> by.put(role.name(), role.client()));
        teamAdmin.patch("/teams/apps/" + world.teamsApp(), "{\"locked\":true}").is(200);

        by.get("a member of the team").get("/apps/" + world.teamsApp()).isError(404, "not_found");
        assertThat(by.get("a member of the team").get("/teams/" + world.team() + "/apps").is(200).body()).isEmpty();
        by.get("a collaborator").get("/apps/" + world.teamsApp()).is(200);
        by.get("an admin of the team").get("/apps/" + world.teamsApp()).is(200);
    }
}
