package dev.atelier.benchmarks.queue;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.ImageRequest.Generation;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Order;
import dev.atelier.image.TenantId;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.tenant.Tenants;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.JobSpec;
import dev.atelier.queue.Origin;
import dev.atelier.queue.Price;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A queue in a database of its own. */
final class QueueBacklog {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant EXPIRES = NOW.plus(Duration.ofHours(1));
  static final String NODE = "node-1";
  static final AccountId ACCOUNT = new AccountId("main");
  static final Set<String> ROUTES =
      Set.of("gpt-image-2/generation", "gpt-image-2/edit", "gpt-image-1/generation");

  static final int MANY_TENANTS = 1_000;

  private static final int FILL = 5_000;

  private final int tenants;
  private final Ledger ledger = new Ledger(InstantSource.fixed(NOW));
  private @Nullable BenchmarkStore store;
  private @Nullable JobQueue queue;

  /**
   * @param tenants whose jobs these are, one or more
   */
  QueueBacklog(int tenants) {
    this.tenants = tenants;
  }

  /**
   * @param name of its {@link BenchmarkStore}
   */
  void open(String name, int queued) throws IOException {
    var opened = BenchmarkStore.open(name);
    store = opened;
    queue = new JobQueue(opened.queue());
    int _ = write(this::createTenants);
    add(queued);
  }

  /** Queues so many more. */
  void add(int jobs) {
    for (int done = 0; done < jobs; done += FILL) {
      int batch = Math.min(FILL, jobs - done);
      int _ = write(tx -> fill(tx, batch));
    }
  }

  JobQueue queue() {
    return Optional.ofNullable(queue).orElseThrow();
  }

  Ledger ledger() {
    return ledger;
  }

  <T> T write(Database.Work<T> work) {
    return Optional.ofNullable(store).orElseThrow().database().write(work);
  }

  JobSpec job() {
    var random = ThreadLocalRandom.current();
    String route = ROUTES.stream().skip(random.nextInt(ROUTES.size())).findFirst().orElseThrow();
    return new JobSpec(
        new JobId(UuidCreator.getTimeOrderedEpoch()),
        tenant(random.nextInt(tenants)),
        new KeyId("key"),
        route,
        new Generation(Order.of("gpt-image-2", "a red fox in the snow")),
        new Origin("openai", "{}", "http://localhost"),
        new JobSpec.Handling(CompletionPolicy.EACH, random.nextInt(10) == 0, false, false),
        Price.metered(5_000),
        NOW,
        EXPIRES);
  }

  void close() throws IOException {
    Optional.ofNullable(store).orElseThrow().close();
  }

  private int createTenants(Tx tx) {
    var created = new Tenants(InstantSource.fixed(NOW));
    for (int i = 0; i < tenants; i++) {
      boolean _ = created.create(tx, tenant(i), "Tenant " + i);
    }
    return tenants;
  }

  private static TenantId tenant(int number) {
    return new TenantId("tenant-" + number);
  }

  private int fill(Tx tx, int jobs) {
    for (int i = 0; i < jobs; i++) {
      queue().submit(tx, job());
    }
    return jobs;
  }
}
