/**
 * Sessions of clients that are told of their jobs over a connection, whichever process they connect
 * to.
 *
 * <p>Start at {@link ClientSessions}.
 */
@NullMarked
package dev.atelier.gateway.session;

import org.jspecify.annotations.NullMarked;
