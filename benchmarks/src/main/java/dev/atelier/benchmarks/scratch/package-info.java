/** Where benchmarks write: {@link ScratchDirectory}. Imports the JDK alone. */
@NullMarked
package dev.atelier.benchmarks.scratch;

import org.jspecify.annotations.NullMarked;
