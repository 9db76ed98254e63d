package dev.slipway.platform.team;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Teams and who is in them. A team always has an admin. */
@Service
public class Teams {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,28}[a-z0-9]");
    private static final int MOST_PER_ACCOUNT = 50;
    private static final int MOST_MEMBERS = 1000;

    private final TeamRepository teams;
    private final TeamMemberRepository members;
    private final Accounts accounts;
    private final Clock clock;

    Teams(TeamRepository teams, TeamMemberRepository members, Accounts accounts, Clock clock) {
        this.teams = teams;
        this.members = members;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * The team that {@code caller} means, if they have {@code permission} on it.
     *
     * @throws ApiException 404 if there is none or the caller is not in it; 403 if they are but lack the permission
     */
    @Transactional(readOnly = true)
    public Team require(Account caller, String nameOrId, Permission permission) {
        if (nameOrId.indexOf('\0') >= 0) {
            // PostgreSQL takes no NUL, and nothing is named with one.
            throw ApiException.notFound("team");
        }
        Team team = teams.findByName(nameOrId).or(() -> uuid(nameOrId).flatMap(teams::findById)).map(TeamEntity::toTeam)
                .orElseThrow(() -> ApiException.notFound("team"));
        if (caller.admin()) {
            return team;
        }
        TeamRole role = role(team.id(), caller).orElseThrow(() -> ApiException.notFound("team"));
        if (!role.permissions().contains(permission)) {
            throw ApiException.forbidden("Only an admin of the team " + team.name() + " may do this. See who is: "
                    + "heroku members --team " + team.name());
        }
        return team;
    }

    @Transactional(readOnly = true)
    public Optional<Team> find(UUID id) {
        return teams.findById(id).map(TeamEntity::toTeam);
    }

    /** What {@code account} is in a team; empty when it is not in it. */
    @Transactional(readOnly = true)
    public Optional<TeamRole> role(UUID teamId, Account account) {
        return members.findByTeamIdAndAccountId(teamId, account.id()).map(TeamMemberEntity::role);
    }

    /** The account that is an admin of the team for the longest time. */
    @Transactional(readOnly = true)
    public Optional<UUID> firstAdmin(UUID teamId) {
        return members.findByTeamId(teamId).stream().filter(member -> member.role() == TeamRole.ADMIN)
                .min(Comparator.comparing(member -> member.createdAt)).map(member -> member.accountId);
    }

    /** The teams that {@code account} is in, by name. */
    @Transactional(readOnly = true)
    public List<Team> of(Account account) {
        return teams.findByMember(account.id()).stream().map(TeamEntity::toTeam).sorted(Comparator.comparing(Team::name)).toList();
    }

    /** A new team with {@code founder} as its admin. */
    @Transactional
    Team create(Account founder, String name) {
        checkName(name);
        if (members.countByAccountId(founder.id()) >= MOST_PER_ACCOUNT) {
            throw ApiException.invalid("You are in " + MOST_PER_ACCOUNT + " teams already, which is the limit. Leave one first.");
        }
        TeamEntity team = new TeamEntity();
        team.name = name;
        team.createdAt = Instant.now(clock);
        team.updatedAt = team.createdAt;
        save(team);
        enter(team.id, founder, TeamRole.ADMIN);
        return team.toTeam();
    }

    @Transactional
    Team rename(Team team, String name) {
        TeamEntity entity = entity(team);
        if (!name.equals(entity.name)) {
            checkName(name);
            entity.name = name;
            entity.updatedAt = Instant.now(clock);
            save(entity);
        }
        return entity.toTeam();
    }

    @Transactional
    void delete(Team team) {
        try {
            teams.delete(entity(team));
            teams.flush();
        } catch (DataIntegrityViolationException e) {
            throw ApiException.invalid("The team " + team.name() + " still owns apps. Transfer or destroy them first; see them "
                    + "with: heroku apps --team " + team.name());
        }
    }

    @Transactional(readOnly = true)
    List<TeamMember> members(Team team) {
        return members.findByTeamId(team.id()).stream().flatMap(member -> view(member).stream())
                .sorted(Comparator.comparing(member -> member.account().email())).toList();
    }

    /** Adds a member, or changes what a member is. */
    @Transactional
    TeamMember put(Team team, String email, TeamRole role) {
        teams.lock(team.id());
        Account account = accounts.findByEmail(email).orElseThrow(() -> ApiException.notFound("user", "There is no account with "
                + "that e-mail address. Your administrator can make one: ./slipway users add EMAIL"));
        Optional<TeamMemberEntity> there = members.findByTeamIdAndAccountId(team.id(), account.id());
        if (there.isPresent()) {
            if (role != TeamRole.ADMIN) {
                checkNotLastAdmin(there.get());
            }
            there.get().become(role);
            there.get().updatedAt = Instant.now(clock);
            return view(there.get()).orElseThrow();
        }
        if (members.findByTeamId(team.id()).size() >= MOST_MEMBERS) {
            throw ApiException.invalid("A team has at most " + MOST_MEMBERS + " members.");
        }
        return view(enter(team.id(), account, role)).orElseThrow();
    }

    /** @throws ApiException 404 if {@code emailOrId} names no member; 422 if it is the last admin */
    @Transactional
    TeamMember remove(Team team, String emailOrId) {
        teams.lock(team.id());
        TeamMemberEntity member = memberEntity(team, emailOrId);
        checkNotLastAdmin(member);
        TeamMember last = view(member).orElseThrow();
        members.delete(member);
        return last;
    }

    @Transactional(readOnly = true)
    TeamMember member(Team team, String emailOrId) {
        return view(memberEntity(team, emailOrId)).orElseThrow(() -> ApiException.notFound("member"));
    }

    private TeamMemberEntity memberEntity(Team team, String emailOrId) {
        Optional<UUID> id = uuid(emailOrId);
        return members.findByTeamId(team.id()).stream()
                .filter(member -> id.isPresent() ? id.get().equals(member.id) || id.get().equals(member.accountId)
                        : accounts.find(member.accountId).filter(a -> a.email().equalsIgnoreCase(emailOrId)).isPresent())
                .findFirst().orElseThrow(() -> ApiException.notFound("member"));
    }

    private TeamMemberEntity enter(UUID teamId, Account account, TeamRole role) {
        TeamMemberEntity member = new TeamMemberEntity();
        member.teamId = teamId;
        member.accountId = account.id();
        member.become(role);
        member.createdAt = Instant.now(clock);
        member.updatedAt = member.createdAt;
        return members.save(member);
    }

    private void checkNotLastAdmin(TeamMemberEntity member) {
        boolean others = members.findByTeamId(member.teamId).stream()
                .anyMatch(other -> other.role() == TeamRole.ADMIN && !other.id.equals(member.id));
        if (member.role() == TeamRole.ADMIN && !others) {
            throw ApiException.invalid("A team needs an admin, and this is the last one. Make somebody else an admin first: "
                    + "heroku members:set EMAIL --role admin --team TEAM");
        }
    }

    private void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ApiException.invalid("The name of a team must have 3 to 30 lowercase letters, digits and dashes, start with a "
                    + "letter and end with a letter or digit.");
        }
        if (teams.existsByName(name)) {
            throw ApiException.invalid("Name " + name + " is already taken");
        }
    }

    private void save(TeamEntity team) {
        try {
            teams.saveAndFlush(team);
        } catch (DataIntegrityViolationException e) {
            // Somebody took the name between the check and here.
            throw ApiException.invalid("Name " + team.name + " is already taken");
        }
    }

    private TeamEntity entity(Team team) {
        return teams.findById(team.id()).orElseThrow(() -> ApiException.notFound("team"));
    }

    private Optional<TeamMember> view(TeamMemberEntity member) {
        return accounts.find(member.accountId)
                .map(account -> new TeamMember(member.id, account, member.role(), member.createdAt, member.updatedAt));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
