/**
 * The command line: one class for each command.
 *
 * <p>Start at {@link AtelierCommand}. Exit codes: 0 ok, 2 usage, 3 refused, 4 failed, 5
 * unreachable.
 */
@NullMarked
package dev.atelier.server.command;

import org.jspecify.annotations.NullMarked;
