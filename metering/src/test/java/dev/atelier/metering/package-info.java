/** What the tests of this module share. */
@NullMarked
package dev.atelier.metering;

import org.jspecify.annotations.NullMarked;
