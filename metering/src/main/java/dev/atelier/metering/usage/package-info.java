/**
 * How much was ordered, made and charged, by day and by what it was.
 *
 * <p>Start at {@link dev.atelier.metering.usage.UsageDays}.
 */
@NullMarked
package dev.atelier.metering.usage;

import org.jspecify.annotations.NullMarked;
