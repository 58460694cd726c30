package dev.atelier.gateway.job;

import dev.atelier.image.AccountId;
import dev.atelier.image.Blocked;
import dev.atelier.image.Difference;
import dev.atelier.image.Fault;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.moderation.Verdict;
import dev.atelier.queue.Job;
import java.time.Duration;

/** Told what happens, for metrics, traces and logs. Must not block or throw. */
public interface GatewayObserver {
  GatewayObserver NONE = new GatewayObserver() {};

  default void submitted(Job job, Submitted.How how) {}

  /** An order was not taken; nothing of it is stored. */
  default void refused(String dialect, Fault why) {}

  /** A job runs for the first time, so long after it was accepted. */
  default void started(Job job, Duration waited) {}

  default void attemptEnded(EndedAttempt attempt) {}

  /** A job ended in the state that it has. */
  default void jobEnded(Job job) {}

  /** A call cost us something upstream, or may have. */
  default void spent(AccountId account, UpstreamCost cost) {}

  /** A customer was charged so many micro-dollars for what a job delivered. */
  default void charged(Job job, long micros) {}

  /** A customer was given back so many micro-dollars of a charge. */
  default void refunded(long micros) {}

  /** An account did something otherwise than ordered. */
  default void differed(AccountId account, Difference.Kind kind) {}

  /** Moderation looked at a prompt or a picture. */
  default void judged(Blocked.Stage stage, Verdict verdict) {}

  /** An attempt was repeated or given up although it may have been charged. */
  default void ambiguous(String provider) {}
}
