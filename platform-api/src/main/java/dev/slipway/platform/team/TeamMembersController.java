package dev.slipway.platform.team;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** {@code /teams/:team/members}. Members are added at once; invitations that wait for an answer are not needed. */
@RestController
class TeamMembersController {

    private final Teams teams;

    TeamMembersController(Teams teams) {
        this.teams = teams;
    }

    record UserView(UUID id, String email, @Nullable String name) {}

    record MemberView(UUID id, String email, boolean federated, @Nullable String role, boolean twoFactorAuthentication,
                      @Nullable Object identityProvider, UserView user, Instant createdAt, Instant updatedAt) {

        static MemberView of(TeamMember member) {
            Account account = member.account();
            return new MemberView(member.id(), account.email(), false, member.role().label(), false, null,
                    new UserView(account.id(), account.email(), null), member.createdAt(), member.updatedAt());
        }
    }

    record WriteRequest(@Nullable String email, @Nullable String role) {}

    @GetMapping("/teams/{team}/members")
    List<MemberView> list(@Requires(Permission.VIEW) Team team) {
        return teams.members(team).stream().map(MemberView::of).toList();
    }

    @RequestMapping(path = "/teams/{team}/members", method = {RequestMethod.PUT, RequestMethod.POST})
    MemberView put(@Requires(Permission.MANAGE) Team team, @RequestBody WriteRequest request) {
        return MemberView.of(teams.put(team, email(request), role(request)));
    }

    @PatchMapping("/teams/{team}/members")
    MemberView change(@Requires(Permission.MANAGE) Team team, @RequestBody WriteRequest request) {
        TeamMember member = teams.member(team, email(request));
        return MemberView.of(teams.put(team, member.account().email(), role(request)));
    }

    /** An admin removes anybody; everybody may leave. */
    @DeleteMapping("/teams/{team}/members/{member}")
    MemberView remove(@Requires(Permission.VIEW) Team team, Account caller, @PathVariable("member") String emailOrId) {
        if (!teams.member(team, emailOrId).account().id().equals(caller.id())) {
            teams.require(caller, team.id().toString(), Permission.MANAGE);
        }
        return MemberView.of(teams.remove(team, emailOrId));
    }

    @GetMapping("/teams/{team}/invitations")
    List<MemberView> invitations(@Requires(Permission.VIEW) Team team) {
        return List.of();
    }

    @RequestMapping(path = "/teams/{team}/invitations", method = {RequestMethod.PUT, RequestMethod.POST})
    MemberView invite(@Requires(Permission.MANAGE) Team team) {
        throw ApiException.notImplemented("Members are added to a team at once here, without an invitation: "
                + "heroku members:add EMAIL --role member --team " + team.name());
    }

    private static String email(WriteRequest request) {
        if (request.email() == null) {
            throw ApiException.invalid("Give the member's e-mail address: {\"email\": \"…\", \"role\": \"member\"}");
        }
        return request.email();
    }

    private static TeamRole role(WriteRequest request) {
        return TeamRole.parse(request.role() == null ? "" : request.role());
    }
}
