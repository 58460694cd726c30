package dev.atelier.gateway.job;

import dev.atelier.image.AccountId;
import dev.atelier.image.Blocked;
import dev.atelier.image.Difference;
import dev.atelier.image.Fault;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.moderation.Verdict;
import dev.atelier.queue.Job;
import java.time.Duration;

/** Two observers, each told everything. */
public record ObserverPair(GatewayObserver one, GatewayObserver other) implements GatewayObserver {
  @Override
  public void submitted(Job job, Submitted.How how) {
    one.submitted(job, how);
    other.submitted(job, how);
  }

  @Override
  public void refused(String dialect, Fault why) {
    one.refused(dialect, why);
    other.refused(dialect, why);
  }

  @Override
  public void started(Job job, Duration waited) {
    one.started(job, waited);
    other.started(job, waited);
  }

  @Override
  public void attemptEnded(EndedAttempt attempt) {
    one.attemptEnded(attempt);
    other.attemptEnded(attempt);
  }

  @Override
  public void jobEnded(Job job) {
    one.jobEnded(job);
    other.jobEnded(job);
  }

  @Override
  public void spent(AccountId account, UpstreamCost cost) {
    one.spent(account, cost);
    other.spent(account, cost);
  }

  @Override
  public void charged(Job job, long micros) {
    one.charged(job, micros);
    other.charged(job, micros);
  }

  @Override
  public void refunded(long micros) {
    one.refunded(micros);
    other.refunded(micros);
  }

  @Override
  public void differed(AccountId account, Difference.Kind kind) {
    one.differed(account, kind);
    other.differed(account, kind);
  }

  @Override
  public void judged(Blocked.Stage stage, Verdict verdict) {
    one.judged(stage, verdict);
    other.judged(stage, verdict);
  }

  @Override
  public void ambiguous(String provider) {
    one.ambiguous(provider);
    other.ambiguous(provider);
  }
}
