/**
 * How much later a preview reaches a client that is streamed it through the server.
 *
 * <p>Start at {@link dev.atelier.benchmarks.stream.ComparePreviews}.
 */
@NullMarked
package dev.atelier.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
