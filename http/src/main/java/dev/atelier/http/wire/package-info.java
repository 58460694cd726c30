/**
 * Bytes on the wire without whole images in memory: streamed JSON, base64 and server-sent events.
 *
 * <p>Start at {@code JsonReader} and {@code JsonWriterStream} for JSON whose long strings go past
 * the heap, {@code Base64Stream} for the blocks in between, {@code LenientDataUrl} for what clients
 * make of base64, {@link SseWriter} and {@code SseReader} for event streams. May import the JDK and
 * Jackson; knows no server and no client.
 */
@NullMarked
package dev.atelier.http.wire;

import org.jspecify.annotations.NullMarked;
