/**
 * Copies of a data directory that can be restored: made beside a running server, checked before
 * they are believed.
 *
 * <p>Start at {@link WriteBackup} and {@link RestoreBackup}; {@code docs/backup.md} says what is in
 * one.
 */
@NullMarked
package dev.atelier.server.backup;

import org.jspecify.annotations.NullMarked;
