/**
 * The few XMP properties that we write into pictures, and their way back.
 *
 * <p>Start at {@link XmpPacket}. Imports nothing but the JDK.
 */
@NullMarked
package dev.atelier.media.xmp;

import org.jspecify.annotations.NullMarked;
