/** What it costs to look at a picture. */
@NullMarked
package dev.atelier.benchmarks.classify;

import org.jspecify.annotations.NullMarked;
