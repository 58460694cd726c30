/**
 * The whole server as a child process: killed, drained, loaded and starved of disk.
 *
 * <p>Start at {@link ServerProcess}, which runs {@link TestServer} over a {@link PrebuiltProvider}.
 * Figures are printed, never asserted beyond generous bounds.
 */
@NullMarked
package dev.atelier.server.endurance;

import org.jspecify.annotations.NullMarked;
