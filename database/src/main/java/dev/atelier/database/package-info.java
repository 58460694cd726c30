/**
 * One transaction type over the database: group-committed writes, pooled reads, migrations.
 *
 * <p>Start at {@link Database}; {@link SqliteDatabase} is that of one process, {@link
 * PostgresDatabase} that of several, {@link DirectDatabase} the one for tests. Imports the JDK,
 * SQLite, pgjdbc, HikariCP and Flyway; knows nothing of jobs, money or pictures.
 *
 * <p>The mapping from JDBC is our own and thin ({@link Tx}, {@link Row}): connections, savepoints
 * and kept statements are all that is needed, and a mapping library would stand in their way.
 */
@NullMarked
package dev.atelier.database;

import org.jspecify.annotations.NullMarked;
