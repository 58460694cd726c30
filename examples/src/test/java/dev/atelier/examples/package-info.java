/** Runs every example against a server of its own. */
@NullMarked
package dev.atelier.examples;

import org.jspecify.annotations.NullMarked;
