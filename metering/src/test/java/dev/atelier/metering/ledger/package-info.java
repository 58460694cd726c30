/** Tests of money; the contracts run over each kind of database. */
@NullMarked
package dev.atelier.metering.ledger;

import org.jspecify.annotations.NullMarked;
