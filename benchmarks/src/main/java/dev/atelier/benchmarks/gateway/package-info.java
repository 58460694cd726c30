/**
 * The running server beside nginx and other gateways, all in front of the same stand-in upstream.
 *
 * <p>Start at {@link CompareGateways}: {@link Peers} are who is measured, {@link Scenario} what
 * they are asked, {@link Stage} what is true before; {@link RelayServer} is the server as it is
 * measured. May import everything.
 */
@NullMarked
package dev.atelier.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
