/** How a gallery of many images answers, and scrolls in a browser. */
@NullMarked
package dev.atelier.benchmarks.gallery;

import org.jspecify.annotations.NullMarked;
