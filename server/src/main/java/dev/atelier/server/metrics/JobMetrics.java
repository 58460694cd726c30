package dev.atelier.server.metrics;

import dev.atelier.gateway.job.EndedAttempt;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.image.AccountId;
import dev.atelier.image.Blocked;
import dev.atelier.image.Difference;
import dev.atelier.image.Fault;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.moderation.Verdict;
import dev.atelier.queue.Job;
import java.time.Duration;
import java.util.Locale;

/** What is counted and measured of jobs, their attempts and their money. */
public final class JobMetrics implements GatewayObserver {
  private static final double MICROS_PER_USD = 1_000_000;

  private final Metrics metrics;
  private final BoundedLabel accounts = new BoundedLabel(AccountGauges.ACCOUNTS_MAX);

  public JobMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void submitted(Job job, Submitted.How how) {
    count("atelier.jobs.submitted", "orders taken", "dialect", job.dialect(), "how", word(how));
  }

  @Override
  public void refused(String dialect, Fault why) {
    count(
        "atelier.jobs.refused",
        "orders not taken",
        "dialect",
        dialect,
        "reason",
        FaultLabels.refusal(why),
        "limit",
        FaultLabels.limit(why));
  }

  @Override
  public void started(Job job, Duration waited) {
    metrics.record(
        "atelier.jobs.wait",
        "time from acceptance to the first start",
        Buckets.WAIT,
        waited,
        "dialect",
        job.dialect());
  }

  @Override
  public void attemptEnded(EndedAttempt attempt) {
    metrics.record(
        "atelier.attempts",
        "time that a call to an upstream took",
        Buckets.MAKING,
        attempt.took(),
        "provider",
        attempt.account().provider(),
        "outcome",
        attempt.outcome());
  }

  @Override
  public void jobEnded(Job job) {
    count(
        "atelier.jobs.ended",
        "jobs that ended",
        "dialect",
        job.dialect(),
        "state",
        word(job.state()),
        "fault",
        FaultLabels.failure(job.fault()));
    var order = job.request().order();
    job.ended()
        .ifPresent(end ->
            metrics.record(
                "atelier.jobs.latency",
                "time from acceptance to the end of a job",
                Buckets.MAKING,
                Duration.between(job.created(), end),
                "state",
                word(job.state()),
                "size",
                OrderLabels.size(order),
                "quality",
                OrderLabels.quality(order)));
  }

  /** There is such an account: its costs begin at nothing, so that the first one is a rise. */
  public void account(AccountId account) {
    spent(account, 0, "known");
    spent(account, 0, "ambiguous");
  }

  @Override
  public void spent(AccountId account, UpstreamCost cost) {
    spent(account, cost.micros() / MICROS_PER_USD, cost.ambiguous() ? "ambiguous" : "known");
  }

  private void spent(AccountId account, double usd, String certainty) {
    metrics.count(
        "atelier.upstream.cost.usd",
        "what upstreams bill us, or may",
        usd,
        "account",
        accounts.of(account.value()),
        "certainty",
        certainty);
  }

  @Override
  public void charged(Job job, long micros) {
    metrics.count(
        "atelier.customers.charged.usd",
        "what customers were charged for what was delivered",
        micros / MICROS_PER_USD,
        "dialect",
        job.dialect());
  }

  @Override
  public void refunded(long micros) {
    metrics.count(
        "atelier.customers.refunded.usd",
        "what customers were given back of their charges",
        micros / MICROS_PER_USD);
  }

  @Override
  public void differed(AccountId account, Difference.Kind kind) {
    count(
        "atelier.deliveries.differing",
        "what upstreams did otherwise than ordered",
        "account",
        accounts.of(account.value()),
        "kind",
        kind.word());
  }

  @Override
  public void judged(Blocked.Stage stage, Verdict verdict) {
    count(
        "atelier.moderation.judged",
        "prompts and pictures that moderation looked at",
        "stage",
        word(stage),
        "verdict",
        verdict.word());
  }

  @Override
  public void ambiguous(String provider) {
    count(
        "atelier.attempts.ambiguous",
        "attempts of which nobody knows whether they were charged",
        "provider",
        provider);
  }

  private void count(String name, String help, String... labels) {
    metrics.count(name, help, 1, labels);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
