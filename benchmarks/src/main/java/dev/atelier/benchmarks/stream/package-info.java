/**
 * How much later a preview reaches a client that is streamed it through the server, and how soon an
 * upstream learns that its caller's caller has left.
 *
 * <p>Start at {@link dev.atelier.benchmarks.stream.ComparePreviews} and {@link
 * dev.atelier.benchmarks.stream.MeasureHangUps}.
 */
@NullMarked
package dev.atelier.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
