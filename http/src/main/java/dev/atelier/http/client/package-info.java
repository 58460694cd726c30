/**
 * Fetching what a user's URL names and sending to it, without reaching private networks.
 *
 * <p>Start at {@link GuardedClient}; {@code Download} and {@code SendRequest} are its two errands.
 * {@code AddressGuard} knows which addresses are public, {@code HostName} reads every spelling of
 * an address. May import the JDK and Apache HttpClient; knows no API and no server.
 */
@NullMarked
package dev.atelier.http.client;

import org.jspecify.annotations.NullMarked;
