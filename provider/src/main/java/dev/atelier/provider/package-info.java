/**
 * The interface to whoever makes pictures: what it can do, one call, how the call ended.
 *
 * <p>Start at {@link Provider}. The gateway implements {@link Results}; each vendor implements
 * {@link Provider} in {@code providers}. Names no vendor.
 */
@NullMarked
package dev.atelier.provider;

import org.jspecify.annotations.NullMarked;
