/**
 * Scenes: where each subject stands, and the setting around it.
 *
 * <p>Start at {@link Scene}. {@link Composition} decides, {@link Scene} draws. May import {@code
 * words}, {@code art} and Skija.
 */
@NullMarked
package dev.atelier.providers.sandbox.scene;

import org.jspecify.annotations.NullMarked;
