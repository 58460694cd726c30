/**
 * From one machine to a cluster: everything that an embedded store has, into a database on a server
 * and a bucket.
 *
 * <p>Start at {@link CopyStore}; {@code docs/backup.md} says how it is used. Rows are {@code
 * database.copy}'s, contents {@code storage}'s.
 */
@NullMarked
package dev.atelier.server.copy;

import org.jspecify.annotations.NullMarked;
