package dev.atelier.server.endurance;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Clients that poll live through the deaths of their server and see every accepted task end, and
 * the webhook of every one of them arrives. {@code -Dseed=…} replays the instants of a run.
 */
@Execution(ExecutionMode.CONCURRENT)
class DeliveryTest {
  private static final long SEED = Long.getLong("seed", 20_261_120);
  private static final int KILLS = 6;
  private static final int POLLERS = 24;
  private static final List<String> FAST_START =
      List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx128m");
  private static final Pattern SECRET = Pattern.compile("\"secret\":\"(whsec_[^\"]+)\"");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final AtomicReference<RawHttp> server = new AtomicReference<>();
  private final Map<String, String> ends = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  @Test
  void pollers_see_every_accepted_task_end_and_no_webhook_is_lost() throws Exception {
    try (var receiver = new WebhookReceiver();
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var random = new SplittableRandom(SEED);
      List<Future<?>> pollers = new ArrayList<>();
      for (int kill = 0; kill < KILLS; kill++) {
        try (var process = start()) {
          if (kill == 0) {
            receiver.expect(register(receiver));
            startPollers(pollers, clients);
            await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() > POLLERS);
          }
          Thread.sleep(random.nextInt(500, 1_500));
          process.kill();
        }
      }
      try (var _ = start()) {
        over = true;
        for (Future<?> poller : pollers) {
          poller.get();
        }
        assertThat(accepted).hasSizeGreaterThan(POLLERS);
        assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(ends.values()).containsOnly("succeeded");
        everyEndWasTold(receiver);
      }
    }
    new Aftermath(directory).everyJobEnded();
    new Aftermath(directory).booksBalance();
  }

  private void startPollers(List<Future<?>> pollers, ExecutorService clients) {
    List<Poller.Api> apis = List.of(Poller.Api.values());
    for (int i = 0; i < POLLERS; i++) {
      Poller.Api api = apis.get(i % apis.size());
      String name = api + "-" + i;
      pollers.add(clients.submit(() -> poll(new Poller(api, server::get), name)));
    }
  }

  private Void poll(Poller poller, String name) throws InterruptedException {
    for (int number = 0; !over; number++) {
      String job = poller.submit(name + "-" + number);
      accepted.add(job);
      ends.put(job, poller.awaitEnd(job));
    }
    return null;
  }

  private void everyEndWasTold(WebhookReceiver receiver) {
    Set<String> expected = accepted.stream().map(job -> job + " succeeded").collect(toSet());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(receiver.ended()).containsAll(expected));
    assertThat(receiver.ended()).as("each end has one message").hasSameSizeAs(expected);
    assertThat(receiver.forged()).isZero();
    System.out.printf(
        "%d tasks over %d kills, %d messages in %d requests%n",
        expected.size(), KILLS, receiver.ended().size(), receiver.requests());
  }

  /** A standing endpoint for the ends of all jobs; its secret. */
  private String register(WebhookReceiver receiver) throws IOException {
    String events = "[\"job.succeeded\",\"job.failed\",\"job.cancelled\"]";
    Answer answer =
        server
            .get()
            .post(
                "/api/v1/webhooks",
                "{\"url\":\"%s\",\"events\":%s}".formatted(receiver.uri(), events),
                Map.of());
    Matcher secret = SECRET.matcher(answer.text());
    assertThat(secret.find()).as(answer.text()).isTrue();
    return secret.group(1);
  }

  private ServerProcess start() throws IOException {
    ServerProcess process =
        ServerProcess.start(
            directory, ProviderKind.FREE, FAST_START, Map.of("allow-private-networks", "true"));
    server.set(process.http());
    return process;
  }
}
