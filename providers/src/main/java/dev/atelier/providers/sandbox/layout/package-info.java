/**
 * Printed matter: posters, labels, banners, cards, box-and-arrow diagrams, and captions over
 * scenes.
 *
 * <p>Start at {@link Page}, which says what text a picture carries, and {@link Press}, which draws
 * it. May import {@code words}, {@code art}, {@code scene} and Skija.
 */
@NullMarked
package dev.atelier.providers.sandbox.layout;

import org.jspecify.annotations.NullMarked;
