package dev.atelier.benchmarks.webhook;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.database.Database;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.http.client.Content;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.storage.DerivedKey;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryFilter;
import dev.atelier.webhook.dispatch.DeliveryRetryPolicy;
import dev.atelier.webhook.dispatch.DispatchObserver;
import dev.atelier.webhook.dispatch.DispatchSettings;
import dev.atelier.webhook.dispatch.Message;
import dev.atelier.webhook.dispatch.PayloadRenderer;
import dev.atelier.webhook.dispatch.Signatures;
import dev.atelier.webhook.dispatch.Transport;
import dev.atelier.webhook.dispatch.WebhookDispatcher;
import dev.atelier.webhook.outbox.Outbox;
import dev.atelier.webhook.subscription.JobSubscription;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a webhook takes from the commit of its event to a healthy receiver: alone, and beside
 * receivers that hang, answer 500, redirect and say 410, all at the same rate. In turn, round after
 * round, on one real outbox and dispatcher each.
 */
final class CompareReceivers {
  private static final TenantId TENANT = TenantId.DEFAULT;
  private static final int HEALTHY = 8;
  private static final int MESSAGES = 150;
  private static final Duration BETWEEN = Duration.ofMillis(40);
  private static final Duration LATEST = Duration.ofSeconds(30);
  private static final int ROUNDS = 5;

  private final Path directory;

  private CompareReceivers(Path directory) {
    this.directory = directory;
  }

  static void main() throws Exception {
    Path directory = Path.of(System.getProperty("benchmarks.directory", "."), "webhooks");
    var compare = new CompareReceivers(Files.createDirectories(directory));
    compare.round(false); // warms up
    compare.round(true);
    IO.println("| round | alone p50 | p99 | beside bad ones p50 | p99 | p99 ratio |");
    IO.println("|---|---|---|---|---|---|");
    for (int round = 1; round <= ROUNDS; round++) {
      boolean badFirst = round % 2 == 0;
      double[] one = compare.round(badFirst);
      double[] other = compare.round(!badFirst);
      double[] alone = badFirst ? other : one;
      double[] beside = badFirst ? one : other;
      IO.println(
          "| %d | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.2f |"
              .formatted(round, alone[0], alone[1], beside[0], beside[1], beside[1] / alone[1]));
    }
  }

  /** p50 and p99 of the healthy receivers in milliseconds. */
  private double[] round(boolean withBadOnes) throws Exception {
    Path file = Files.createTempFile(directory, "round", ".db");
    var sent = new ConcurrentHashMap<String, Long>();
    var took = new ConcurrentHashMap<String, Long>();
    try (var receivers = new Receivers();
        var database =
            SqliteDatabase.open(
                file, List.of("classpath:dev/atelier/webhook/migrations"), SqliteOptions.DEFAULT)) {
      List<URI> healthy = new ArrayList<>();
      for (int i = 0; i < HEALTHY; i++) {
        healthy.add(receivers.healthy(id -> took.computeIfAbsent(id, _ -> System.nanoTime())));
      }
      List<URI> bad = withBadOnes ? bad(receivers, healthy.getFirst()) : List.of();
      var outbox = new Outbox(UuidCreator::getTimeOrderedEpoch);
      try (var dispatcher = dispatcher(database)) {
        outbox.onDue(dispatcher::wake);
        dispatcher.start();
        for (int i = 0; i < MESSAGES; i++) {
          for (URI url : bad) {
            tell(database, outbox, url);
          }
          for (URI url : healthy) {
            sent.put(tell(database, outbox, url), System.nanoTime());
          }
          Thread.sleep(BETWEEN);
        }
        await(() -> took.keySet().containsAll(sent.keySet()));
      }
    }
    return percentiles(sent, took);
  }

  private static List<URI> bad(Receivers receivers, URI target) throws Exception {
    return List.of(
        receivers.hanging(),
        receivers.hanging(),
        receivers.hanging(),
        receivers.answering(500),
        receivers.answering(500),
        receivers.answering(410),
        receivers.redirecting(target));
  }

  /** Commits the event of a job; the id of the message about it. */
  private static String tell(Database database, Outbox outbox, URI url) {
    var job = new JobId(UuidCreator.getTimeOrderedEpoch());
    Instant now = Instant.now();
    return database.write(tx -> {
      outbox.subscribe(tx, TENANT, job, List.of(JobSubscription.jobEnd(url, RendererName.ATELIER)));
      outbox.ended(tx, TENANT, job, EventType.JOB_SUCCEEDED, now);
      return outbox.list(tx, TENANT, DeliveryFilter.newest(1).of(job)).getFirst().id().toString();
    });
  }

  private static WebhookDispatcher dispatcher(Database database) {
    var key = new DerivedKey("k", "benchmark".repeat(4).getBytes(StandardCharsets.UTF_8));
    return new WebhookDispatcher(
        database,
        Map.of(RendererName.ATELIER, new Body()),
        new Signatures(List.of(key)),
        Transport.guarded(new GuardedClient(true)),
        InstantSource.system(),
        new SplittableRandom(7),
        DispatchObserver.NONE,
        DispatchSettings.DEFAULT);
  }

  private static void await(java.util.function.BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + LATEST.toNanos();
    while (!done.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    if (!done.getAsBoolean()) {
      throw new IllegalStateException("a healthy receiver still waits after " + LATEST);
    }
  }

  private static double[] percentiles(Map<String, Long> sent, Map<String, Long> took) {
    double[] millis =
        sent.entrySet().stream()
            .mapToDouble(
                one -> (Objects.requireNonNull(took.get(one.getKey())) - one.getValue()) / 1e6)
            .toArray();
    Arrays.sort(millis);
    return new double[] {millis[millis.length / 2], millis[millis.length * 99 / 100]};
  }

  /** A message of about the size of ours. */
  private record Body() implements PayloadRenderer {
    @Override
    public Optional<Message> render(Delivery delivery, Instant now) {
      byte[] body = ("{\"type\":\"" + "x".repeat(1_500) + "\"}").getBytes(StandardCharsets.UTF_8);
      return Optional.of(
          new Message(delivery.url(), Map.of(), new Content.Bytes("application/json", body)));
    }

    @Override
    public DeliveryRetryPolicy retryPolicy() {
      return DeliveryRetryPolicy.OWN;
    }
  }
}
