/**
 * The web studio: its page, built from {@code src/main/web}, and how it is served.
 *
 * <p>Start at {@link StudioPages}. May import {@code http}; the page itself speaks Atelier's own
 * API and nothing else.
 */
@NullMarked
package dev.atelier.studio;

import org.jspecify.annotations.NullMarked;
