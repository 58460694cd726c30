/**
 * The first page, its assets, the docs page, and signed files.
 *
 * <p>Start at {@link Pages} and {@link SignedFiles}.
 */
@NullMarked
package dev.atelier.server.page;

import org.jspecify.annotations.NullMarked;
