/**
 * One running server: its parts, what lasts and what works. {@code command} is the program around
 * it.
 *
 * <p>Start at {@link AtelierServer}, which names every part once. May import everything.
 */
@NullMarked
package dev.atelier.server;

import org.jspecify.annotations.NullMarked;
