package dev.atelier.api;

import dev.atelier.database.Database;
import dev.atelier.database.ForwardingTx;
import dev.atelier.database.Tx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A database that counts what is read of it to answer requests, which each have a virtual thread
 * without a name; what loops and attempts read beside that is not counted.
 */
final class CountedDatabase implements Database {
  private final Database database;
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger statements = new AtomicInteger();

  CountedDatabase(Database database) {
    this.database = database;
  }

  /**
   * So many of each.
   *
   * @param transactions that only read
   * @param statements in them
   */
  record Reads(int transactions, int statements) {
    Reads minus(Reads before) {
      return new Reads(transactions - before.transactions, statements - before.statements);
    }
  }

  Reads reads() {
    return new Reads(reads.get(), statements.get());
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return database.write(work);
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    if (!Thread.currentThread().isVirtual() || !Thread.currentThread().getName().isEmpty()) {
      return database.read(work);
    }
    reads.incrementAndGet();
    return database.read(tx -> work.run(new CountedTx(tx)));
  }

  @Override
  public boolean purge() {
    return database.purge();
  }

  @Override
  public boolean compact() {
    return database.compact();
  }

  @Override
  public void close() {
    database.close();
  }

  private final class CountedTx extends ForwardingTx {
    CountedTx(Tx tx) {
      super(tx);
    }

    @Override
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
      statements.incrementAndGet();
      return super.list(sql, mapper, args);
    }

    @Override
    public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
      statements.incrementAndGet();
      return super.first(sql, mapper, args);
    }

    @Override
    public <T> Optional<T> firstShared(
        String table, String sql, RowMapper<T> mapper, @Nullable Object... args) {
      statements.incrementAndGet();
      return super.firstShared(table, sql, mapper, args);
    }
  }
}
