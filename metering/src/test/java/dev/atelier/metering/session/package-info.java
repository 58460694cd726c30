@NullMarked
package dev.atelier.metering.session;

import org.jspecify.annotations.NullMarked;
