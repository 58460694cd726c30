/**
 * A PNG writer made for speed: cheap filters, and a deflate strategy chosen for the picture.
 *
 * <p>Start at {@link PngWriter}. Imports nothing but the JDK.
 */
@NullMarked
package dev.atelier.media.png;

import org.jspecify.annotations.NullMarked;
