@NullMarked
package dev.atelier.metering.usage;

import org.jspecify.annotations.NullMarked;
