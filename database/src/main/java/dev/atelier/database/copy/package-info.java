/**
 * All rows of an embedded database into one on a server that has the same schema, table by table,
 * also where that was begun before.
 *
 * <p>Start at {@link StoreCopy}. Knows tables, columns and keys as the schema has them, and nothing
 * of what they mean: {@link CopyRules} says what is special. Imports {@code database}, SQLite and
 * pgjdbc.
 */
@NullMarked
package dev.atelier.database.copy;

import org.jspecify.annotations.NullMarked;
