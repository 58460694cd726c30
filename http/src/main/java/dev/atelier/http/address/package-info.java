/**
 * Internet addresses: blocks of them, which proxies are trusted, and how a client that came through
 * one addressed its request.
 *
 * <p>Start at {@link ForwardedHeaders}. May import the JDK alone.
 */
@NullMarked
package dev.atelier.http.address;

import org.jspecify.annotations.NullMarked;
