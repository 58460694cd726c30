/** Tests of keys, limits and the ledger; the contracts run over each kind of database. */
@NullMarked
package dev.atelier.metering;

import org.jspecify.annotations.NullMarked;
