package dev.slipway.platform.buildpack;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Warnings;
import dev.slipway.platform.app.App;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/buildpack-installations}. */
@RestController
class BuildpackInstallationsController {

    private final Buildpacks buildpacks;

    BuildpackInstallationsController(Buildpacks buildpacks) {
        this.buildpacks = buildpacks;
    }

    record BuildpackView(String url, String name) {}

    record InstallationView(int ordinal, BuildpackView buildpack) {}

    record Update(@Nullable String buildpack) {}

    record ChangeRequest(@Nullable List<@Nullable Update> updates) {}

    @GetMapping("/apps/{app}/buildpack-installations")
    List<InstallationView> list(@Requires(Permission.VIEW) App app) {
        return view(buildpacks.of(app));
    }

    /** Takes the complete list. */
    @PutMapping("/apps/{app}/buildpack-installations")
    List<InstallationView> change(@Requires(Permission.DEPLOY) App app, @RequestBody ChangeRequest request,
                                  HttpServletResponse response) {
        if (request.updates() == null) {
            throw ApiException.invalid("Give the buildpacks as a list named updates; an empty one clears them.");
        }
        List<Buildpack> wanted = Buildpacks.parse(request.updates().stream()
                .map(BuildpackInstallationsController::typed).toList());
        buildpacks.set(app, wanted);
        wanted.stream().filter(Buildpack::standsForAnother).forEach(buildpack -> Warnings.add(response,
                "Slipway builds with its own " + buildpack.name() + " buildpack instead of " + buildpack.url()));
        return view(wanted);
    }

    private static String typed(@Nullable Update update) {
        if (update == null || update.buildpack() == null || update.buildpack().isBlank()) {
            // The CLI leaves out the name of a buildpack that its registry does not know.
            throw ApiException.invalid("That buildpack is not one that Slipway has. It has " + Buildpack.names()
                    + ". Set one of these, or let Slipway detect the language: heroku buildpacks:clear");
        }
        return update.buildpack();
    }

    private static List<InstallationView> view(List<Buildpack> installed) {
        return IntStream.range(0, installed.size()).mapToObj(ordinal -> new InstallationView(ordinal,
                new BuildpackView(installed.get(ordinal).url(), installed.get(ordinal).name()))).toList();
    }
}
