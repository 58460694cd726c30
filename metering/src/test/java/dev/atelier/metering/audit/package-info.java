/** Tests of the log of administrative acts. */
@NullMarked
package dev.atelier.metering.audit;

import org.jspecify.annotations.NullMarked;
