package dev.atelier.storage;

import java.util.Optional;

/**
 * Which of a tenant's files are listed.
 *
 * @param purpose only those of this purpose
 * @param after only those that come later in this order
 * @param newestFirst whether the newest come first, or the oldest
 * @param limit at most so many, 1 or more
 */
public record FilePage(
    Optional<String> purpose, Optional<FileId> after, boolean newestFirst, int limit) {}
