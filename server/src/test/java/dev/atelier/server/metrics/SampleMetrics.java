package dev.atelier.server.metrics;

import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.job.EndedAttempt;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.http.server.AccessRecord;
import dev.atelier.image.AccountId;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Blocked;
import dev.atelier.image.Difference;
import dev.atelier.image.TenantId;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.moderation.Verdict;
import dev.atelier.provider.Account;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results.Statement;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobAges;
import dev.atelier.queue.claim.QueueDepth;
import dev.atelier.storage.StoredTotals;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.Method;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.delivery.DeliveryState;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A registry with everything that a server registers, and one event of each kind. */
final class SampleMetrics implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  final Metrics metrics = new Metrics();
  final HttpMetrics http = new HttpMetrics(metrics);
  final JobMetrics jobs = new JobMetrics(metrics);
  final WebhookMetrics webhooks = new WebhookMetrics(metrics);
  final AccountPool pool;

  /** What the database is read as; may be replaced. */
  final AtomicReference<Supplier<StoredState>> stored = new AtomicReference<>(SampleMetrics::state);

  SampleMetrics(Account... accounts) {
    pool =
        new AccountPool(
            List.of(accounts),
            List.of(FakeProvider.paid()),
            Catalog.load(Optional.empty()),
            InstantSource.fixed(NOW));
    var _ = new StateGauges(metrics, () -> stored.get().get(), System::nanoTime);
    var _ = new AccountGauges(metrics, pool, jobs::account, InstantSource.fixed(NOW));
    var _ = new DiskGauges(metrics, Path.of("pom.xml").toAbsolutePath());
    var _ = new SpanMetrics(metrics).with("exported", () -> 7);
    for (String name :
        List.of(
            "atelier.webhooks.in.flight",
            "atelier.http.sockets",
            "atelier.http.in.flight",
            "atelier.database.pending.writes")) {
      metrics.gauge(name, "registered by the parts list", () -> 1);
    }
  }

  static SampleMetrics withEverything() {
    var sample = new SampleMetrics(account("first"));
    sample.everything(SampleJobs.succeeded());
    return sample;
  }

  void everything(Job job) {
    http.answered(request("POST", "/v1/images/generations"));
    webhooks.attempted(delivery(), DeliveryState.DELIVERED, tried());
    jobs.submitted(job, Submitted.How.NEW);
    jobs.refused("openai", new AdmissionFault.OutOfBudget());
    jobs.started(job, Duration.ofSeconds(2));
    jobs.attemptEnded(attempt(job, account("first")));
    jobs.jobEnded(job);
    jobs.spent(new AccountId("first"), new UpstreamCost(40_000, UpstreamCost.Basis.TOLD));
    jobs.charged(job, 53_000);
    jobs.refunded(1_000);
    jobs.differed(new AccountId("first"), Difference.Kind.WRONG_SIZE);
    jobs.judged(Blocked.Stage.INPUT, new Verdict.Allow());
    jobs.ambiguous("fake");
  }

  static EndedAttempt attempt(Job job, Account account) {
    return new EndedAttempt(
        job,
        new AttemptId(new UUID(1, 2)),
        account,
        "succeeded",
        Optional.empty(),
        NOW,
        Duration.ofSeconds(9),
        Statement.NOTHING);
  }

  static Account account(String name) {
    return new Account(
        new AccountId(name), "fake", Optional.empty(), Set.of(), 8, Optional.empty(), 1);
  }

  static AccessRecord request(String method, String route) {
    return new AccessRecord(
        method,
        route,
        200,
        Duration.ofMillis(30),
        10,
        20,
        "req_1",
        Map.of(),
        NOW,
        Optional.empty());
  }

  private static Delivery delivery() {
    return new Delivery(
        new DeliveryId(new UUID(3, 4)),
        new TenantId("acme"),
        Optional.empty(),
        OptionalInt.empty(),
        EventType.JOB_SUCCEEDED,
        Method.POST,
        URI.create("https://receiver.example.org/hook"),
        "atelier",
        Optional.empty(),
        DeliveryState.PENDING,
        0,
        true,
        Optional.empty(),
        NOW,
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty());
  }

  private static DeliveryAttempt tried() {
    return new DeliveryAttempt(
        1, NOW, Duration.ofMillis(40), OptionalInt.of(200), Optional.empty(), Optional.empty());
  }

  static StoredState state() {
    return new StoredState(
        NOW,
        new QueueDepth(1, 2, 3),
        new JobAges(Optional.of(NOW.minusSeconds(40)), Optional.of(NOW.minusSeconds(7200)), 1),
        53_000,
        4,
        new StoredTotals(5, 6_000));
  }

  @Override
  public void close() {
    metrics.close();
  }
}
