/**
 * The sandbox's materials: curated drawings, typefaces, colours.
 *
 * <p>Start at {@link Drawings} and {@link Lettering}. May import {@code words} and Skija; knows
 * neither requests nor layouts.
 */
@NullMarked
package dev.atelier.providers.sandbox.art;

import org.jspecify.annotations.NullMarked;
