/** The contract of {@link Database}, run over each kind of it, and what is special to each. */
@NullMarked
package dev.atelier.database;

import org.jspecify.annotations.NullMarked;
