/**
 * What every dialect needs: who asks, whether a request is a repetition, where its pictures wait.
 *
 * <p>Each vendor's API is a package below this one, with its own fault renderer. Start at {@link
 * Authenticator} and {@link Uploads}. May import {@code gateway} and whatever lies below it; knows
 * no SQL and no vendor.
 */
@NullMarked
package dev.atelier.api;

import org.jspecify.annotations.NullMarked;
