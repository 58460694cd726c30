/**
 * One transaction type over the database: group-committed writes, pooled reads, migrations.
 *
 * <p>Start at {@link Database}. Knows nothing of jobs, money or pictures.
 */
@NullMarked
package dev.atelier.database;

import org.jspecify.annotations.NullMarked;
