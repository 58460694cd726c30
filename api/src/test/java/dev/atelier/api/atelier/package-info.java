/** Atelier's own API against a running server. */
@NullMarked
package dev.atelier.api.atelier;

import org.jspecify.annotations.NullMarked;
