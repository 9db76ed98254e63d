package dev.slipway.platform.team;

import dev.slipway.platform.account.Account;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who leads the teams of somebody whose account is deleted. Changes join the caller's transaction. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class TeamSuccession {

    private final Teams teams;
    private final TeamRepository repository;
    private final TeamMemberRepository members;

    TeamSuccession(Teams teams, TeamRepository repository, TeamMemberRepository members) {
        this.teams = teams;
        this.repository = repository;
        this.members = members;
    }

    /** The teams that have no other admin than {@code account}; they stay as they are until the transaction ends. */
    public List<Team> ledBy(Account account) {
        List<Team> all = teams.of(account);
        all.forEach(team -> repository.lock(team.id()));
        return all.stream().filter(team -> members.findByTeamId(team.id()).stream()
                .filter(member -> member.role() == TeamRole.ADMIN)
                .allMatch(member -> member.accountId.equals(account.id()))).toList();
    }

    public void appoint(Team team, Account admin) {
        teams.put(team, admin.email(), TeamRole.ADMIN);
    }

    /**
     * Makes whoever is in the team for longest its admin.
     *
     * @param leaving is passed over
     * @return false if nobody else is in it
     */
    public boolean appointEldest(Team team, Account leaving) {
        return teams.members(team).stream().filter(member -> !member.account().id().equals(leaving.id()))
                .min(Comparator.comparing(TeamMember::createdAt))
                .map(eldest -> teams.put(team, eldest.account().email(), TeamRole.ADMIN)).isPresent();
    }

    /** The team must own no apps. */
    public void delete(Team team) {
        teams.delete(team);
    }
}
