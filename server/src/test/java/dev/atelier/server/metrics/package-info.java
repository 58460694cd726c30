/** Tests of what is measured, and of the files that name it. */
@NullMarked
package dev.atelier.server.metrics;

import org.jspecify.annotations.NullMarked;
