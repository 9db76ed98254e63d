package dev.slipway.gitreceiver;

import dev.slipway.gitreceiver.BoundedInputStream.LimitExceededException;
import dev.slipway.gitreceiver.PushRequest.TooManyObjectsException;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.internal.submodule.SubmoduleValidator.SubmoduleValidationException;

/** Why a pack was not taken. */
sealed interface UnpackFailure {

    /** The pusher's to mend: {@code lines} say what is wrong and what to do. */
    record ByPusher(List<String> lines) implements UnpackFailure {}

    /** Ours: disk full and the like. */
    record ByServer(Throwable cause) implements UnpackFailure {}

    /** @param shallow whether the repository's history is incomplete */
    static UnpackFailure of(Throwable cause, boolean shallow) {
        return switch (cause) {
            case LimitExceededException e -> byPusher(
                    "The push is larger than " + Megabytes.of(e.limit()) + ".",
                    "Large files do not belong in the repository: remove them from its history too",
                    "(git rebase, or git filter-repo --strip-blobs-bigger-than 10M), then push again.");
            case TooLargeObjectInPackException e -> byPusher(
                    "A file in this push, or in its history, is larger than "
                            + Megabytes.of(QuarantineReceivePack.MAX_OBJECT_BYTES) + ".",
                    "Large files do not belong in the repository: remove it from the history too",
                    "(git rebase, or git filter-repo --strip-blobs-bigger-than 100M), then push again.");
            case TooManyObjectsException e -> byPusher(
                    "The push is too large: " + e.getMessage() + ", and " + PushRequest.MAX_OBJECTS + " is the limit.",
                    "Push an older commit first, then the rest: git push heroku OLDER-COMMIT:main");
            case CorruptObjectException e -> unsafe(e);
            case SubmoduleValidationException e -> unsafe(e);
            case MissingObjectException e when shallow -> byPusher(
                    "An earlier push came from a shallow clone, so this repository's history is incomplete,",
                    "and this push builds on the missing part. Push from a shallow clone once more:",
                    "git clone --depth 1 file://$PWD ../shallow, then push from there with --force.");
            case MissingObjectException e -> byPusher(
                    "The push is incomplete: " + e.getMessage() + ".",
                    "Check your clone with git fsck, then push again.");
            default -> new ByServer(cause);
        };
    }

    private static UnpackFailure unsafe(Exception e) {
        return byPusher(
                "The push holds a broken or unsafe object: " + e.getMessage() + ".",
                "Find it with git fsck --strict, remove it from the history, then push again.");
    }

    private static UnpackFailure byPusher(String... lines) {
        return new ByPusher(List.of(lines));
    }
}
