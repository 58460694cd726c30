package dev.atelier.webhook.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.atelier.http.client.Content;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.client.NameResolver;
import dev.atelier.http.client.TransportException;
import dev.atelier.http.client.TransportProblem;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.Schema;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.delivery.DeliveryState;
import dev.atelier.webhook.subscription.JobSubscription;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real receivers on loopback, the real client, real threads and a database on disk. */
@Timeout(60)
class ReceiversTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String QUICK = "quick";
  private static final DeliveryRetryPolicy AT_ONCE =
      new DeliveryRetryPolicy(
          List.of(
              Duration.ofMillis(1),
              Duration.ofMillis(1),
              Duration.ofMillis(1),
              Duration.ofMillis(1),
              Duration.ofMillis(1)),
          0.5,
          Duration.ofSeconds(40),
          false);

  @TempDir private Path directory;
  private final Receivers receivers = new Receivers();
  private final List<WebhookDispatcher> dispatchers = new ArrayList<>();
  private World world;

  @BeforeEach
  void open() {
    world = World.live(Schema.sqlite(directory));
    world.renderers.put(QUICK, new World.Body(AT_ONCE));
  }

  @AfterEach
  void close() {
    receivers.close();
    dispatchers.forEach(WebhookDispatcher::close);
    world.close();
  }

  @Test
  void a_receiver_that_hangs_delays_nobody_else() {
    var hung = new AtomicInteger();
    var healthyRequests = new AtomicInteger();
    var hanging = receivers.hanging(hung);
    var healthy = receivers.answering(204, healthyRequests);
    var stuck = new ArrayList<DeliveryId>();
    for (int i = 0; i < 20; i++) {
      stuck.add(world.told(hanging, QUICK));
    }
    start(new GuardedClient(true));
    await().atMost(SOON).until(() -> hung.get() == DispatchSettings.DEFAULT.laneMax());

    var others = new ArrayList<DeliveryId>();
    for (int i = 0; i < 50; i++) {
      others.add(world.told(healthy, QUICK));
    }
    await()
        .atMost(SOON)
        .until(() -> others.stream().allMatch(id -> world.state(id) == DeliveryState.DELIVERED));

    // All were made while the whole lane still hung: none of its tries has ended.
    assertThat(healthyRequests).hasValue(50);
    assertThat(hung).hasValue(8);
    assertThat(stuck).allMatch(id -> world.state(id) == DeliveryState.PENDING);
    assertThat(stuck.stream().filter(id -> world.delivery(id).trying())).hasSize(8);
    assertThat(stuck).allMatch(id -> world.attempts(id).isEmpty());
  }

  @Test
  void five_failures_are_lived_through() {
    var requests = new AtomicInteger();
    var ids = new CopyOnWriteArrayList<String>();
    var url =
        receivers.start(exchange -> {
          ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
          Receivers.answer(exchange, requests.incrementAndGet() <= 5 ? 500 : 200);
        });
    var id = world.told(url, QUICK);
    start(new GuardedClient(true));

    awaitState(id, DeliveryState.DELIVERED);
    assertThat(ids).hasSize(6).containsOnly(id.toString());
    assertThat(world.attempts(id))
        .extracting(made -> made.status().orElse(0))
        .containsExactly(500, 500, 500, 500, 500, 200);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void a_redirect_is_followed_and_the_signature_still_verifies(int status) {
    var bodies = new CopyOnWriteArrayList<String>();
    var signed = new CopyOnWriteArrayList<Boolean>();
    var check = new StandardWebhooks(world.signatures.of(World.TENANT).reveal());
    var there =
        receivers.start(exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          var headers = exchange.getRequestHeaders();
          bodies.add(exchange.getRequestMethod() + " " + body);
          signed.add(
              check.verifies(
                  headers.getFirst("webhook-id"),
                  headers.getFirst("webhook-timestamp"),
                  headers.getFirst("webhook-signature"),
                  body));
          Receivers.answer(exchange, 200);
        });
    var here =
        receivers.start(exchange -> {
          exchange.getResponseHeaders().set("Location", there.toString());
          Receivers.answer(exchange, status);
        });
    var id = world.told(here, QUICK);
    start(new GuardedClient(true));

    awaitState(id, DeliveryState.DELIVERED);
    assertThat(bodies).containsExactly("POST {\"type\":\"job.succeeded\"}");
    assertThat(signed).containsExactly(true);
    assertThat(world.attempts(id)).hasSize(1);
  }

  @Test
  void a_receiver_that_is_gone_is_not_asked_again() {
    var requests = new AtomicInteger();
    var id = world.told(receivers.answering(410, requests), QUICK);
    start(new GuardedClient(true));

    awaitState(id, DeliveryState.DROPPED);
    assertThat(requests).hasValue(1);
  }

  @Test
  void a_private_address_is_refused_by_any_name_and_never_connected_to() {
    var requests = new AtomicInteger();
    var url = receivers.answering(200, requests);
    int port = url.getPort();
    NameResolver names = _ -> List.of(InetAddress.getLoopbackAddress());
    var ids =
        List.of(
            world.told(url, QUICK),
            world.told(URI.create("http://2130706433:" + port + "/"), QUICK),
            world.told(URI.create("http://[::ffff:127.0.0.1]:" + port + "/"), QUICK),
            world.told(URI.create("http://rebound.example:" + port + "/"), QUICK));
    start(new GuardedClient(false, names));

    ids.forEach(id -> awaitState(id, DeliveryState.REFUSED));
    assertThat(requests).hasValue(0);
  }

  @Test
  void a_picture_arrives_whole_after_an_error_and_a_cut() throws Exception {
    var image = image(20 << 20);
    var arrivals = new CopyOnWriteArrayList<Arrival>();
    var requests = new AtomicInteger();
    var url =
        receivers.start(exchange -> {
          switch (requests.incrementAndGet()) {
            case 1 -> Receivers.answer(exchange, 500);
            case 2 -> {
              exchange.getRequestBody().readNBytes(1 << 20);
              exchange.close();
            }
            default -> {
              arrivals.add(
                  Arrival.of(exchange.getRequestBody(), exchange.getRequestHeaders()::getFirst));
              exchange.sendResponseHeaders(201, -1);
              exchange.close();
            }
          }
        });
    world.renderers.put(RendererName.PUT, new Quickly(uploads(image)));
    var id = world.told(JobSubscription.upload(0, url));
    start(new GuardedClient(true));

    awaitState(id, DeliveryState.DELIVERED);
    assertThat(arrivals)
        .containsExactly(
            new Arrival(
                20 << 20, digest(Files.newInputStream(image)), "image/png", "20971520", "none"));
    assertThat(world.attempts(id))
        .extracting(DeliveryAttempt::status)
        .containsExactly(OptionalInt.of(500), OptionalInt.empty(), OptionalInt.of(201));
  }

  @Test
  void what_a_crash_interrupted_is_sent_again_with_the_same_id() {
    var ids = new CopyOnWriteArrayList<String>();
    var hung = new AtomicInteger();
    var url =
        receivers.start(exchange -> {
          ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
          if (hung.incrementAndGet() == 1) {
            exchange.close(); // the first dispatcher never hears of it
          } else {
            Receivers.answer(exchange, 200);
          }
        });
    var id = world.told(url, RendererName.ATELIER);
    var client = new GuardedClient(true);
    var crashing =
        world.dispatcher((_, outgoing, total) -> {
          try {
            client.send(outgoing, total);
          } catch (IOException e) {
            throw new AssertionError("the process ends here", e);
          }
          throw new AssertionError("an answer came");
        });
    assertThat(catchThrowable(crashing::runDue)).hasMessage("the process ends here");
    world.close();

    world = World.live(Schema.sqlite(directory));
    var next = world.dispatcher(Transport.guarded(client));
    assertThat(next.runDue()).isZero();
    next.takeOver();
    assertThat(next.runDue()).isEqualTo(1);
    assertThat(world.state(id)).isEqualTo(DeliveryState.DELIVERED);
    assertThat(ids).containsExactly(id.toString(), id.toString());
  }

  @Test
  void closing_gives_back_what_still_hangs() {
    var hung = new AtomicInteger();
    var id = world.told(receivers.hanging(hung), QUICK);
    var settings =
        new DispatchSettings(8, 8, 8, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ZERO);
    var dispatcher = start(new GuardedClient(true), settings);
    await().atMost(SOON).until(() -> hung.get() == 1);
    dispatcher.close();

    var delivery = world.delivery(id);
    assertThat(delivery.state()).isEqualTo(DeliveryState.PENDING);
    assertThat(delivery.trying()).isFalse();
    assertThat(world.attempts(id)).isEmpty();
    assertThat(dispatcher.inProgress()).isZero();
  }

  @Test
  void an_answer_that_comes_while_closing_counts() {
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var id = world.told(World.HOOK, QUICK);
    var settings =
        new DispatchSettings(8, 8, 8, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ZERO);
    var dispatcher =
        world.dispatcher(
            (_, _, _) -> {
              asked.countDown();
              awaitQuietly(never);
              return World.status(200);
            },
            new SplittableRandom(5),
            settings);
    dispatcher.start();
    await().atMost(SOON).until(() -> asked.getCount() == 0);
    dispatcher.close();

    assertThat(world.state(id)).isEqualTo(DeliveryState.DELIVERED);
    assertThat(dispatcher.inProgress()).isZero();
  }

  @Test
  void a_host_that_nobody_knows_is_tried_once_at_a_time() {
    var never = new CountDownLatch(1);
    var attempted = new AtomicInteger();
    var settings =
        new DispatchSettings(8, 8, 8, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ZERO);
    var dispatcher =
        world.dispatcher(
            (_, _, _) -> {
              if (attempted.incrementAndGet() > 1) {
                awaitQuietly(never);
              }
              throw new TransportException(new TransportProblem.UnknownHost());
            },
            new SplittableRandom(5),
            settings);
    dispatchers.add(dispatcher);
    var first = world.told(World.HOOK, RendererName.ATELIER);
    dispatcher.start();
    await().atMost(SOON).until(() -> world.attempts(first).size() == 1);
    for (int i = 0; i < 5; i++) {
      world.told(World.HOOK, RendererName.ATELIER);
    }
    dispatcher.wake();
    await().atMost(SOON).until(() -> attempted.get() > 1);

    assertThat(dispatcher.inProgress()).isEqualTo(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_commit_wakes_the_courier() {
    var requests = new AtomicInteger();
    var url = receivers.answering(200, requests);
    var settings =
        new DispatchSettings(
            8, 8, 8, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofSeconds(1));
    var dispatcher = start(new GuardedClient(true), settings);
    world.outbox.onDue(dispatcher::wake);
    var first = world.told(url, QUICK);
    awaitState(first, DeliveryState.DELIVERED);
    var second = world.told(url, QUICK);
    awaitState(second, DeliveryState.DELIVERED);

    assertThat(requests).hasValue(2);
  }

  private WebhookDispatcher start(GuardedClient client) {
    return start(client, DispatchSettings.DEFAULT);
  }

  private WebhookDispatcher start(GuardedClient client, DispatchSettings settings) {
    var dispatcher = world.dispatcher(Transport.guarded(client), new SplittableRandom(5), settings);
    dispatchers.add(dispatcher);
    dispatcher.start();
    return dispatcher;
  }

  private void awaitState(DeliveryId id, DeliveryState state) {
    await().atMost(SOON).until(() -> world.state(id) == state);
  }

  private static UploadRenderer uploads(Path image) {
    return new UploadRenderer(
        new UploadHeaders(List.of()),
        _ ->
            Optional.of(
                new Content.File(
                    "image/png", () -> Files.newInputStream(image), image.toFile().length())));
  }

  private Path image(int bytes) throws IOException {
    var content = new byte[bytes];
    new SplittableRandom(3).nextBytes(content);
    return Files.write(directory.resolve("picture.png"), content);
  }

  private static String digest(InputStream in) throws IOException {
    try (in) {
      var digest = MessageDigest.getInstance("SHA-256");
      var block = new byte[64 << 10];
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        digest.update(block, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private record Arrival(long bytes, String hash, String type, String length, String chunks) {
    static Arrival of(InputStream body, UnaryOperator<String> headers) throws IOException {
      var counted = new Counted(body);
      String hash = digest(counted);
      String chunks = headers.apply("Transfer-Encoding");
      return new Arrival(
          counted.bytes,
          hash,
          String.valueOf(headers.apply("Content-Type")),
          String.valueOf(headers.apply("Content-Length")),
          chunks == null ? "none" : chunks);
    }
  }

  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] block, int offset, int length) throws IOException {
      int count = super.read(block, offset, length);
      bytes += Math.max(0, count);
      return count;
    }
  }

  /** Another renderer that gives up sooner. */
  private record Quickly(PayloadRenderer renderer) implements PayloadRenderer {
    @Override
    public Optional<Message> render(Delivery delivery, Instant now) {
      return renderer.render(delivery, now);
    }

    @Override
    public DeliveryRetryPolicy retryPolicy() {
      return AT_ONCE;
    }
  }
}
