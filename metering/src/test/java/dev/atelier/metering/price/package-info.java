@NullMarked
package dev.atelier.metering.price;

import org.jspecify.annotations.NullMarked;
