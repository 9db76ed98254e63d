package dev.slipway.platform.team;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.api.ApiException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a member is in a team. Names in lower case are the API's. */
public enum TeamRole {

    /** Manages the team and all its apps. */
    ADMIN(EnumSet.allOf(Permission.class)),
    /** Uses the apps of the team that are not locked. */
    MEMBER(EnumSet.of(Permission.VIEW, Permission.DEPLOY, Permission.OPERATE));

    private final Set<Permission> permissions;

    TeamRole(Set<Permission> permissions) {
        this.permissions = permissions;
    }

    /** What the role allows with the team, and with an app of it that is not locked. */
    public Set<Permission> permissions() {
        return EnumSet.copyOf(permissions);
    }

    /** @throws ApiException 422 if there is no such role */
    static TeamRole parse(String typed) {
        return switch (typed) {
            case "admin" -> ADMIN;
            case "member" -> MEMBER;
            default -> throw ApiException.invalid("A member of a team is an admin or a member. To let somebody use a single "
                    + "app, add a collaborator to it: heroku access:add EMAIL -a APP");
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
