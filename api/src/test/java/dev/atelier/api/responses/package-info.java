/** The Responses API as its clients see it. */
@NullMarked
package dev.atelier.api.responses;

import org.jspecify.annotations.NullMarked;
