package dev.slipway.platform.addon;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.AddonViews.AddonView;
import dev.slipway.platform.addon.AddonViews.AttachmentView;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a user may mean by a word: an add-on's id or name, an attachment's name with or without {@code _URL}, a service or a
 * plan, each on one app ({@code app::word} names another one) or on all of the user's.
 */
@RestController
class ResolveController {

    private final Addons addons;
    private final Attachments attachments;
    private final Apps apps;
    private final AddonViews views;

    ResolveController(Addons addons, Attachments attachments, Apps apps, AddonViews views) {
        this.addons = addons;
        this.attachments = attachments;
        this.apps = apps;
        this.views = views;
    }

    record AddonRequest(@Nullable String addon, @Nullable String app, @Nullable String addonService) {}

    record AttachmentRequest(@Nullable String addonAttachment, @Nullable String app, @Nullable String addonService) {}

    /** A word, and the app where it is looked for; without one, all of the caller's. */
    private record Question(String word, Optional<App> app, Optional<String> service) {}

    @PostMapping("/actions/addons/resolve")
    List<AddonView> addons(Account caller, @RequestBody AddonRequest request) {
        Question question = question(caller, request.addon(), request.app(), request.addonService());
        List<Addon> candidates = question.app().map(addons::of).orElseGet(() -> addons.usedBy(caller));
        Set<UUID> attached = candidateAttachments(caller, question).filter(one -> Attachments.isMeant(one, question.word()))
                .map(Attachment::addonId).collect(Collectors.toSet());
        List<AddonView> found = candidates.stream().filter(addon -> isOf(addon, question.service()))
                .filter(addon -> isMeant(addon, question.word()) || attached.contains(addon.id())).map(views::view).toList();
        if (found.isEmpty()) {
            throw ApiException.notFound("add_on", "Couldn't find that add-on. See what there is with: heroku addons --all");
        }
        return found;
    }

    @PostMapping("/actions/addon-attachments/resolve")
    List<AttachmentView> attachments(Account caller, @RequestBody AttachmentRequest request) {
        Question question = question(caller, request.addonAttachment(), request.app(), request.addonService());
        List<AttachmentView> found = views.views(candidateAttachments(caller, question)
                .filter(one -> addons.find(one.addonId()).filter(addon -> isOf(addon, question.service()))
                        .filter(addon -> Attachments.isMeant(one, question.word()) || isMeant(addon, question.word())).isPresent())
                .toList());
        if (found.isEmpty()) {
            throw ApiException.notFound("add_on attachment",
                    "Couldn't find that add-on attachment. See what there is with: heroku addons --all");
        }
        return found;
    }

    private Question question(Account caller, @Nullable String word, @Nullable String app, @Nullable String service) {
        if (word == null || word.isBlank() || word.indexOf('\0') >= 0) {
            throw ApiException.invalid("Say which add-on you mean, by its name or by the name of an attachment.");
        }
        int colons = word.indexOf("::");
        String appName = colons < 0 ? app : word.substring(0, colons);
        return new Question(colons < 0 ? word : word.substring(colons + 2),
                Optional.ofNullable(appName).map(name -> apps.require(caller, name.replace("\0", "?"), Permission.VIEW)),
                Optional.ofNullable(service));
    }

    private Stream<Attachment> candidateAttachments(Account caller, Question question) {
        return question.app().map(attachments::of)
                .orElseGet(() -> attachments.of(apps.usedBy(caller, true).stream().map(App::id).toList())).stream();
    }

    private static boolean isOf(Addon addon, Optional<String> service) {
        return service.isEmpty() || service.get().equals(addon.service());
    }

    private static boolean isMeant(Addon addon, String word) {
        return List.of(addon.id().toString(), addon.name(), addon.service(), addon.plan()).contains(word);
    }
}
