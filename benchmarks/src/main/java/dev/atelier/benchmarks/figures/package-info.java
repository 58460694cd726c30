/** Times that were measured, and what is told of them: {@link Millis}. Imports the JDK alone. */
@NullMarked
package dev.atelier.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
