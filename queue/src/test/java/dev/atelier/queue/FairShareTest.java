package dev.atelier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.QueueSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the long queue of one tenant does to another's wait, with the claimers of two nodes. */
class FairShareTest {
  private static final int MANY = 3_000;
  private static final int FEW = 60;
  private static final int CLAIMERS = 4;
  private static final TenantId LARGE = new TenantId("large");
  private static final TenantId SMALL = new TenantId("small");

  private final List<JobId> order = Collections.synchronizedList(new ArrayList<>());

  @Test
  void it_adds_less_than_twice_the_median_wait() throws Exception {
    int alone = medianWait(0);
    int beside = medianWait(MANY);

    assertThat(beside).isGreaterThanOrEqualTo(alone).isLessThan(3 * alone);
  }

  /** In claims, from when all of the small tenant's jobs are queued. */
  private int medianWait(int ofLarge) throws Exception {
    try (Database database = PostgresServer.open(LeaseContract.MIGRATIONS)) {
      var world = new QueueWorld(database, settings());
      submit(world, 1, ofLarge, LARGE);
      List<JobId> few = submit(world, 1 + MANY, FEW, SMALL);
      order.clear();
      claimUntilServed(database, Set.copyOf(few));

      assertThat(order).doesNotHaveDuplicates();
      return few.stream()
          .map(order::indexOf)
          .map(index -> index + 1)
          .sorted()
          .toList()
          .get(FEW / 2);
    }
  }

  private static List<JobId> submit(QueueWorld world, int from, int count, TenantId tenant) {
    List<JobSpec> jobs =
        IntStream.range(from, from + count)
            .mapToObj(number -> QueueWorld.job(number, tenant, QueueWorld.ROUTE, 1, false))
            .toList();
    for (int start = 0; start < count; start += 500) {
      List<JobSpec> some = jobs.subList(start, Math.min(start + 500, count));
      world.write(tx -> {
        some.forEach(job -> world.queue.submit(tx, job));
        return some;
      });
    }
    return jobs.stream().map(JobSpec::id).toList();
  }

  private void claimUntilServed(Database database, Set<JobId> few) throws Exception {
    var left = Collections.synchronizedSet(new HashSet<>(few));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> claimers =
          IntStream.range(0, CLAIMERS)
              .mapToObj(
                  _ -> threads.submit(() -> claim(new QueueWorld(database, settings()), left)))
              .toList();
      int claims = 0;
      for (Future<Integer> claimer : claimers) {
        claims += claimer.get();
      }
      assertThat(claims).isEqualTo(order.size());
    }
  }

  private int claim(QueueWorld node, Set<JobId> left) {
    int claims = 0;
    while (!left.isEmpty()) {
      Optional<Lease> lease = node.claim(QueueWorld.ROUTE);
      if (lease.isEmpty()) {
        return claims;
      }
      claims++;
      order.add(lease.get().job());
      left.remove(lease.get().job());
    }
    return claims;
  }

  private static QueueSettings settings() {
    return QueueSettings.DEFAULT.withLengthMax(2 * MANY, 2 * MANY).sideBySide();
  }
}
