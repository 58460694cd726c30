/**
 * The running server beside nginx, both in front of the same stand-in upstream.
 *
 * <p>Start at {@link CompareGateways}; {@link RelayServer} is the server as it is measured. May
 * import everything.
 */
@NullMarked
package dev.atelier.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
