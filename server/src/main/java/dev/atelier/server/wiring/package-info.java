/**
 * The server's parts, one module each: what lasts, what works on jobs, who tells others.
 *
 * <p>Nothing but construction lives here; {@code AtelierServer} puts the modules together.
 */
@NullMarked
package dev.atelier.server.wiring;

import org.jspecify.annotations.NullMarked;
