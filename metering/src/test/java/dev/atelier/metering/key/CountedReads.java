package dev.atelier.metering.key;

import dev.atelier.database.Database;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts how often a database is read. */
final class CountedReads implements Database {
  private final Database database;
  private final AtomicInteger reads = new AtomicInteger();

  CountedReads(Database database) {
    this.database = database;
  }

  int reads() {
    return reads.get();
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
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
