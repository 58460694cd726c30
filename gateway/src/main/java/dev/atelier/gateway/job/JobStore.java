package dev.atelier.gateway.job;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.TenantId;
import dev.atelier.queue.JobQueue;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The durable jobs as one process works on them: their rows, and the name and time of its leases.
 *
 * @param node this process's name in leases; another one after every start
 * @param place what its name begins with, and those of all processes before it in the same data
 *     directory; empty where no other process can be alive
 * @param leaseFor how long a claim holds without renewal, by the database's time
 */
public record JobStore(
    Database database, JobQueue queue, String node, String place, Duration leaseFor, Ids ids) {

  /** For the only process that works on these rows. */
  public JobStore(Database database, JobQueue queue, String node, Duration leaseFor, Ids ids) {
    this(database, queue, node, "", leaseFor, ids);
  }

  /** Whether other processes may work on these rows. */
  public boolean shared() {
    return !place.isEmpty();
  }

  public <T extends @Nullable Object> T read(Database.Work<T> work) {
    return database.read(work);
  }

  public <T extends @Nullable Object> T write(Database.Work<T> work) {
    return database.write(work);
  }

  /**
   * Runs the short body of one of many callers, perhaps with those of others.
   *
   * @param owner of what it writes
   */
  public <T extends @Nullable Object> T writeTogether(TenantId owner, Database.Work<T> work) {
    return database.writeTogether(owner.value(), work);
  }

  /** When a lease that is taken or renewed in this transaction ends. */
  public Instant leaseUntil(Tx tx) {
    return tx.now().plus(leaseFor);
  }
}
