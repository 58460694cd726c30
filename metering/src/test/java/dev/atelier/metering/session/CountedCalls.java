package dev.atelier.metering.session;

import dev.atelier.database.Database;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what is asked of a database. */
final class CountedCalls implements Database {
  private final Database database;
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  CountedCalls(Database database) {
    this.database = database;
  }

  int reads() {
    return reads.get();
  }

  int writes() {
    return writes.get();
  }

  void reset() {
    reads.set(0);
    writes.set(0);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    writes.incrementAndGet();
    return database.write(work);
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    reads.incrementAndGet();
    return database.read(work);
  }

  @Override
  public void close() {
    database.close();
  }
}
