package dev.atelier.gateway.attempt;

import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;
import java.util.List;

/** Work for this process: a leased job with the calls that may begin. */
public record LeasedJob(Job job, Lease lease, List<PlannedCall> calls) {
  public LeasedJob {
    calls = List.copyOf(calls);
  }
}
