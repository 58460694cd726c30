/** Tests of keys, over each kind of database. */
@NullMarked
package dev.atelier.metering.key;

import org.jspecify.annotations.NullMarked;
