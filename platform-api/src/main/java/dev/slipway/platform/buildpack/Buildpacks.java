package dev.slipway.platform.buildpack;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The buildpacks that each app has set. */
@Service
public class Buildpacks {

    private final BuildpackInstallationRepository repository;
    private final Apps apps;

    Buildpacks(BuildpackInstallationRepository repository, Apps apps) {
        this.repository = repository;
        this.apps = apps;
    }

    /** In their order; empty if the language is to be detected. */
    @Transactional(readOnly = true)
    public List<Buildpack> of(App app) {
        return repository.findByPlaceAppIdOrderByPlaceOrdinal(app.id()).stream()
                .map(installed -> new Buildpack(installed.key, installed.url)).toList();
    }

    /** Replaces them all. */
    @Transactional
    void set(App app, List<Buildpack> buildpacks) {
        apps.lock(app.id());
        repository.deleteAll(repository.findByPlaceAppIdOrderByPlaceOrdinal(app.id()));
        repository.flush();
        for (int ordinal = 0; ordinal < buildpacks.size(); ordinal++) {
            BuildpackInstallationEntity installed = new BuildpackInstallationEntity();
            installed.place = new BuildpackInstallationEntity.Place(app.id(), ordinal);
            installed.key = buildpacks.get(ordinal).key();
            installed.url = buildpacks.get(ordinal).url();
            repository.save(installed);
        }
    }

    /**
     * Reads a list as users type it.
     *
     * @throws ApiException 422 if Slipway lacks one of them, or one is there twice
     */
    public static List<Buildpack> parse(List<String> typed) {
        List<Buildpack> buildpacks = typed.stream().map(Buildpack::parse).toList();
        Set<String> keys = new HashSet<>();
        buildpacks.stream().filter(buildpack -> !keys.add(buildpack.key())).findFirst().ifPresent(twice -> {
            throw ApiException.invalid(twice.name() + " is there twice. See what is set with: heroku buildpacks");
        });
        return buildpacks;
    }
}
