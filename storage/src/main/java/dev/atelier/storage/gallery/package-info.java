/**
 * What a tenant does with the images that it has: favourites and boards. They name artifacts and go
 * with them.
 *
 * <p>Start at {@link dev.atelier.storage.gallery.Boards}. May import {@code image} and {@code
 * database}.
 */
@NullMarked
package dev.atelier.storage.gallery;

import org.jspecify.annotations.NullMarked;
