/**
 * The program: {@code Main}, the parts list and the command line.
 *
 * <p>Start at {@link AtelierServer}, which names every part once. May import everything.
 */
@NullMarked
package dev.atelier.server;

import org.jspecify.annotations.NullMarked;
