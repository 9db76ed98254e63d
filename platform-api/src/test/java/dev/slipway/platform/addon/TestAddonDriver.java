package dev.slipway.platform.addon;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Makes add-ons of nothing but a name. Plans named {@code refused} fail, those named {@code slow} wait for {@link #goOn}. */
public final class TestAddonDriver implements AddonDriver {

    private final Set<UUID> made = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch slow = new CountDownLatch(1);
    private final Set<UUID> stuck = ConcurrentHashMap.newKeySet();
    private volatile boolean broken;

    @Override
    public String kind() {
        return "test";
    }

    @Override
    public void check(AddonService service) {
        for (Plan plan : service.plans()) {
            if (plan.settings().has("wrong")) {
                throw new IllegalArgumentException("plan " + plan.shortName() + " has a wrong setting");
            }
        }
    }

    @Override
    public ProvisionOutcome provision(Addon addon, Plan plan) {
        made.add(addon.id());
        if (plan.shortName().equals("refused")) {
            return new ProvisionOutcome.Failed("The disk of the databases is full. Ask your administrator.");
        }
        if (plan.shortName().equals("slow")) {
            awaitGoOn();
        }
        return new ProvisionOutcome.Ready(Map.of("URL", "postgres://u:p@db.example.org:5432/" + addon.name()),
                "Database has been created and is available");
    }

    private void awaitGoOn() {
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ProvisionOutcome change(Addon addon, Plan from, Plan to) {
        if (broken) {
            throw new IllegalStateException("broken, as the test wants it");
        }
        if (to.shortName().equals("refused")) {
            return new ProvisionOutcome.Failed("The disk of the databases is full. Ask your administrator.");
        }
        if (to.shortName().equals("slow")) {
            awaitGoOn();
        }
        return new ProvisionOutcome.Ready(Map.of("URL", "postgres://u:p@db.example.org:5432/" + addon.name()), "Moved to "
                + to.name());
    }

    @Override
    public void deprovision(Addon addon) {
        if (broken || stuck.contains(addon.id())) {
            throw new IllegalStateException("broken, as the test wants it");
        }
        made.remove(addon.id());
    }

    @Override
    public Optional<Map<String, String>> credential(Addon addon, String credential) {
        return credential.equals("reader")
                ? Optional.of(Map.of("URL", "postgres://reader:p@db.example.org:5432/" + addon.name())) : Optional.empty();
    }

    /** Whether something of the add-on is there. */
    public boolean has(UUID addon) {
        return made.contains(addon);
    }

    /** Lets all that wait go on, and all later ones. */
    public void goOn() {
        slow.countDown();
    }

    /** Later ones wait again. */
    public void waitAgain() {
        slow = new CountDownLatch(1);
    }

    /** Whether it fails to remove this one. */
    public void stuck(UUID addon, boolean now) {
        if (now) {
            stuck.add(addon);
        } else {
            stuck.remove(addon);
        }
    }

    /** Whether it fails to change and to remove things. */
    public void broken(boolean now) {
        broken = now;
    }
}
