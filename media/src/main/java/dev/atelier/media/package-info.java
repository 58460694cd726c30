/**
 * Pixels and their containers: what a file claims, whether it is whole, its decoded raster, and the
 * encoders that write one.
 *
 * <p>Start at {@link Probe} (what is this file?), {@link StructureCheck} (did all of it arrive?),
 * {@link Decoder} and {@link Encoder}. A file is never decoded before its header was accepted, and
 * decoding runs under {@link PixelBudget}. May import {@code image}, Skija and ImageIO; knows
 * nothing of HTTP, jobs or vendors.
 */
@NullMarked
package dev.atelier.media;

import org.jspecify.annotations.NullMarked;
