package dev.slipway.gitreceiver;

import java.nio.file.Path;

/**
 * One accepted pack with a new commit for a deploy branch; its ref has not moved yet.
 *
 * @param repository the storage key that the {@link PushAuthorizer} granted
 * @param pusher     the principal that the {@link PushAuthorizer} granted
 * @param branch     short branch name, for example {@code main}
 * @param commit     the pushed commit, 40 hex digits; outside readers find it in the repository only once the push ended
 * @param sourceTar  the commit's tree as an uncompressed tar: entry names relative to the repository's root, folders
 *                   before what they hold, symbolic links kept as links wherever they point, submodules left out; files
 *                   0644 or 0755, owner 1000:1000, dated at the commit; deleted soon after the handler returned
 */
public record Push(String repository, String pusher, String branch, String commit, Path sourceTar) {}
