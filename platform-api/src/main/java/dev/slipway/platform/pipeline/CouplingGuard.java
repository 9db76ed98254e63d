package dev.slipway.platform.pipeline;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Guard;
import org.springframework.stereotype.Component;

/** Guards {@code {coupling}}, an id. */
@Component
class CouplingGuard implements Guard<Coupling> {

    private final Couplings couplings;

    CouplingGuard(Couplings couplings) {
        this.couplings = couplings;
    }

    @Override
    public Class<Coupling> type() {
        return Coupling.class;
    }

    @Override
    public String variable() {
        return "coupling";
    }

    @Override
    public Coupling require(Account caller, String id, Permission permission) {
        return couplings.require(caller, id, permission);
    }
}
