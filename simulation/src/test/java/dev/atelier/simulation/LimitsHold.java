package dev.atelier.simulation;

import dev.atelier.metering.limit.Allowance;
import dev.atelier.simulation.Books.Head;
import dev.atelier.simulation.Books.JobBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whoever may have so many jobs has no more, however many nodes take them. */
final class LimitsHold {
  private static final String CONCURRENCY = "concurrency";
  private static final String QUEUE_DEPTH = "queued-jobs";

  private final Customers customers;

  LimitsHold(Customers customers) {
    this.customers = customers;
  }

  /** Looks at a job that is new. */
  void check(JobBook job, Collection<JobBook> all) {
    for (Count count : counts(job.head().tenant(), job.head().endUser(), all)) {
      boolean counts = count.limit().equals(CONCURRENCY) || waits(job);
      Rule.require(
          !counts || count.there() <= count.max(), Promise.LIMITS_HOLD, job, "is beyond " + count);
    }
  }

  /** Whether one more cannot come because of this limit. */
  boolean reached(String limit, String tenant, Optional<String> user, Collection<JobBook> all) {
    return counts(tenant, user, all).stream()
        .anyMatch(count -> count.limit().equals(limit) && count.there() >= count.max());
  }

  private List<Count> counts(String tenant, Optional<String> user, Collection<JobBook> all) {
    var counts = new ArrayList<Count>();
    List<Allowance> bounds = customers.of(tenant, user);
    for (int place = 0; place < bounds.size(); place++) {
      Optional<String> whose = place == 0 ? Optional.empty() : user;
      List<Head> open =
          all.stream()
              .filter(job -> !job.ended() && job.head().tenant().equals(tenant))
              .filter(job -> whose.isEmpty() || job.head().endUser().equals(whose))
              .map(JobBook::head)
              .toList();
      long queued = open.stream().filter(head -> head.state().equals("QUEUED")).count();
      counts.add(new Count(CONCURRENCY, bounds.get(place).concurrency(), open.size()));
      counts.add(new Count(QUEUE_DEPTH, bounds.get(place).queueDepth(), queued));
    }
    counts.removeIf(count -> count.max() == 0);
    return counts;
  }

  private static boolean waits(JobBook job) {
    return job.head().state().equals("QUEUED");
  }

  private record Count(String limit, int max, long there) {}
}
