/** Tests of limits under pressure. */
@NullMarked
package dev.atelier.metering.limit;

import org.jspecify.annotations.NullMarked;
