/**
 * What every dialect needs: who asks, what the fields of a request say, where its pictures wait,
 * how jobs are named and results linked.
 *
 * <p>Each vendor's API is a package below this one, with its own fault renderer. Start at {@link
 * Endpoint}, {@link Fields} and {@link Uploads}. May import {@code gateway} and whatever lies below
 * it; knows no SQL and no vendor.
 */
@NullMarked
package dev.atelier.api;

import org.jspecify.annotations.NullMarked;
