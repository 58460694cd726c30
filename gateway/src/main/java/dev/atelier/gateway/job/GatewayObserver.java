package dev.atelier.gateway.job;

import dev.atelier.image.AccountId;
import dev.atelier.image.Blocked;
import dev.atelier.image.Difference;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.moderation.Verdict;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.time.Duration;

/** Told what happens, for metrics and logs. Must not block or throw. */
public interface GatewayObserver {
  GatewayObserver NONE = new GatewayObserver() {};

  default void submitted(Job job, Submitted.How how) {}

  /** An attempt ended; {@code outcome} is such as {@code succeeded}. */
  default void attemptEnded(String provider, String outcome, Duration took) {}

  default void jobEnded(Job job, JobState state) {}

  /** A call cost us something upstream, or may have. */
  default void spent(AccountId account, UpstreamCost cost) {}

  /** An account did something otherwise than ordered. */
  default void differed(AccountId account, Difference.Kind kind) {}

  /** Moderation looked at a prompt or a picture. */
  default void judged(Blocked.Stage stage, Verdict verdict) {}

  /** An attempt was repeated or given up although it may have been charged. */
  default void ambiguous(String provider) {}
}
