package dev.slipway.platform.configvar;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.crypto.Vault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The config vars of each app. */
@Service
public class ConfigVars {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    /** Heroku's limit on the sum of names and values. */
    private static final int MOST_CHARACTERS = 64 * 1024;

    private final ConfigVarRepository repository;
    private final Apps apps;
    private final Vault vault;
    private final AttachedVars attached;
    private final ConfigChanges changes;

    ConfigVars(ConfigVarRepository repository, Apps apps, Vault vault, AttachedVars attached, ConfigChanges changes) {
        this.repository = repository;
        this.apps = apps;
        this.vault = vault;
        this.attached = attached;
        this.changes = changes;
    }

    /** Name to value, ordered by name: the app's own, and what its add-ons export. */
    @Transactional(readOnly = true)
    public Map<String, String> of(UUID appId) {
        Map<String, String> vars = new TreeMap<>(own(appId));
        vars.putAll(attached.of(appId));
        return vars;
    }

    /** What a build of the app gets to see of them. */
    @Transactional(readOnly = true)
    public Map<String, String> environment(UUID appId) {
        return ProcessEnvironment.of(of(appId), attached.of(appId).keySet());
    }

    /** Without what its add-ons export. */
    @Transactional(readOnly = true)
    public Map<String, String> own(UUID appId) {
        Map<String, String> vars = new LinkedHashMap<>();
        repository.findByKeyAppIdOrderByKeyName(appId)
                .forEach(var -> vars.put(var.key.name(), vault.decrypt(var.value)));
        return vars;
    }

    /**
     * Sets and removes config vars in one step, which becomes a release if it changes anything.
     *
     * @param wanted name to new value; empty removes
     * @return all config vars afterwards
     * @throws ApiException 422 if a name is not a valid variable name or an add-on's, or all together are too long
     */
    @Transactional
    Map<String, String> update(App app, Account by, Map<String, Optional<String>> wanted) {
        apps.lock(app.id());
        checkOwned(app, wanted.keySet());
        Map<String, String> vars = own(app.id());
        List<String> set = new ArrayList<>();
        List<String> unset = new ArrayList<>();
        wanted.forEach((name, value) -> {
            check(name, value);
            if (value.isEmpty() && vars.remove(name) != null) {
                repository.deleteById(new ConfigVarEntity.Key(app.id(), name));
                unset.add(name);
            } else if (value.isPresent() && !value.get().equals(vars.put(name, value.get()))) {
                store(app, name, value.get());
                set.add(name);
            }
        });
        int characters = vars.entrySet().stream().mapToInt(var -> var.getKey().length() + var.getValue().length()).sum();
        if (characters > MOST_CHARACTERS) {
            throw ApiException.invalid("Config vars may have " + MOST_CHARACTERS + " characters together; these have "
                    + characters + ". Keep large values in a file or a database.");
        }
        if (!set.isEmpty() || !unset.isEmpty()) {
            repository.flush();
            changes.changed(app, by, of(app.id()), describe(set, unset));
        }
        return of(app.id());
    }

    /** Makes something of the config vars as they are, in a transaction in which nobody else changes them. */
    @Transactional
    public <T> T snapshot(App app, Function<Map<String, String>, T> use) {
        apps.lock(app.id());
        return use.apply(of(app.id()));
    }

    /**
     * Replaces the app's own config vars, and makes in the same transaction what the caller makes of all that there are then: a
     * rollback. What add-ons export stays as it is.
     */
    @Transactional
    public <T> T restore(App app, Map<String, String> vars, Function<Map<String, String>, T> use) {
        apps.lock(app.id());
        repository.deleteAll(repository.findByKeyAppIdOrderByKeyName(app.id()));
        repository.flush();
        Map<String, String> exported = attached.of(app.id());
        vars.forEach((name, value) -> {
            if (!exported.containsKey(name)) {
                store(app, name, value);
            }
        });
        repository.flush();
        return use.apply(of(app.id()));
    }

    private void store(App app, String name, String value) {
        ConfigVarEntity var = new ConfigVarEntity();
        var.key = new ConfigVarEntity.Key(app.id(), name);
        var.value = vault.encrypt(value);
        repository.save(var);
    }

    private void checkOwned(App app, Set<String> names) {
        Set<String> theirs = new TreeSet<>(attached.of(app.id()).keySet());
        theirs.retainAll(names);
        if (!theirs.isEmpty()) {
            throw ApiException.invalid("Cannot overwrite attachment values " + String.join(", ", theirs) + ". They belong to an "
                    + "add-on of " + app.name() + ". To set them yourself, detach it first: heroku addons:detach NAME -a "
                    + app.name() + ", where heroku addons -a " + app.name() + " lists the names.");
        }
    }

    private static void check(String name, Optional<String> value) {
        if (!NAME.matcher(name).matches()) {
            throw ApiException.invalid("'" + name.replaceAll("\\p{Cntrl}", "?") + "' is not a valid config var name: use "
                    + "letters, digits and underscores, not starting with a digit.");
        }
        if (value.filter(text -> text.indexOf('\0') >= 0).isPresent()) {
            throw ApiException.invalid("The value of " + name + " has a NUL character, which no process can receive.");
        }
    }

    private static String describe(List<String> set, List<String> unset) {
        if (unset.isEmpty()) {
            return "Set " + String.join(", ", set) + " config vars";
        }
        return set.isEmpty() ? "Remove " + String.join(", ", unset) + " config vars"
                : "Set " + String.join(", ", set) + " and remove " + String.join(", ", unset) + " config vars";
    }
}
