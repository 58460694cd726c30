/**
 * The field's words as values that cannot be wrong: prompt, size, quality, format, generation,
 * edit, usage, fault and the ids that tie them together.
 *
 * <p>Start at {@link ImageRequest} (what was asked) and {@link Fault} (why something failed).
 * Imports nothing but the JDK; knows nothing of HTTP, SQL, vendors or pixels.
 */
@NullMarked
package dev.atelier.image;

import org.jspecify.annotations.NullMarked;
