package dev.atelier.gateway.job;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.queue.JobQueue;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The durable jobs as one process works on them: their rows, and the name and time of its leases.
 *
 * @param node this process's name in leases; another one after every start
 * @param leaseFor how long a claim holds without renewal, by the database's time
 */
public record JobStore(Database database, JobQueue queue, String node, Duration leaseFor, Ids ids) {

  public <T extends @Nullable Object> T read(Database.Work<T> work) {
    return database.read(work);
  }

  public <T extends @Nullable Object> T write(Database.Work<T> work) {
    return database.write(work);
  }

  /** When a lease that is taken or renewed in this transaction ends. */
  public Instant leaseUntil(Tx tx) {
    return tx.now().plus(leaseFor);
  }
}
