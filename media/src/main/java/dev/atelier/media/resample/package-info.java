/**
 * Resizing of pixel rows with a good filter and little memory.
 *
 * <p>Start at {@link Resampler}. Imports nothing but the JDK.
 */
@NullMarked
package dev.atelier.media.resample;

import org.jspecify.annotations.NullMarked;
