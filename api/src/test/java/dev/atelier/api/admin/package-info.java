/** Atelier's own API against a running server. */
@NullMarked
package dev.atelier.api.admin;

import org.jspecify.annotations.NullMarked;
