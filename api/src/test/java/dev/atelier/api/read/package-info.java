/** What the shared readers make of what clients send. */
@NullMarked
package dev.atelier.api.read;

import org.jspecify.annotations.NullMarked;
