package dev.atelier.server.endurance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.atelier.testkit.ScriptedHttp;
import dev.atelier.testkit.ScriptedHttp.Received;
import dev.atelier.testkit.ScriptedHttp.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * Stands between a server and a vendor, passes everything on, and holds each call where its {@link
 * KillPoint} is. It knows an order by its prompt, and what follows by the ids in the answers.
 */
final class VendorGate implements AutoCloseable {
  private static final int HELD_SECONDS_MAX = 120;
  private static final Pattern ID =
      Pattern.compile("mmsu_\\w+|task_\\w+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final String EVENT_END = "\n\n";

  private final URI vendor;
  private final ScriptedHttp http = ScriptedHttp.start(this::pass);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, KillPoint> pointOfId = new ConcurrentHashMap<>();
  private final Map<KillPoint, Hold> holds = new ConcurrentHashMap<>();
  private final Map<KillPoint, Integer> orders = new ConcurrentHashMap<>();
  private final Map<KillPoint, Integer> images = new ConcurrentHashMap<>();
  private volatile boolean open;

  /**
   * @param base of the vendor's API
   */
  VendorGate(URI base) {
    vendor = URI.create(base.getScheme() + "://" + base.getAuthority());
  }

  int port() {
    return http.uri().getPort();
  }

  /** Waits until the call of this point is held. */
  void awaitHeld(KillPoint point) throws InterruptedException {
    if (!hold(point).reached.await(HELD_SECONDS_MAX, SECONDS)) {
      throw new AssertionError("no call came as far as " + point);
    }
  }

  /** Lets the call of this point go on. */
  void release(KillPoint point) {
    hold(point).released.countDown();
  }

  /** Holds nothing any more; what was held is cut off. */
  void open() {
    open = true;
    holds.values().forEach(hold -> hold.released.countDown());
  }

  /** How many orders of this point the vendor was given. */
  int orders(KillPoint point) {
    return orders.getOrDefault(point, 0);
  }

  private void pass(Received request, Reply reply) throws IOException {
    Optional<KillPoint> ordered = KillPoint.in(request.text());
    Optional<KillPoint> point = ordered.or(() -> known(request.target() + request.text()));
    point.ifPresent(known -> learn(known, request.text()));
    if (point.isEmpty() || open) {
      ordered.ifPresent(known -> orders.merge(known, 1, Integer::sum));
      answer(exchange(request, point), reply);
    } else if (ordered.isPresent()) {
      order(point.get(), request, reply);
    } else {
      follow(point.get(), request, reply);
    }
  }

  private void order(KillPoint point, Received request, Reply reply) throws IOException {
    if (point == KillPoint.AFTER_FIRST_BYTE) {
      holdAt(point);
    }
    orders.merge(point, 1, Integer::sum);
    var answer = exchange(request, Optional.of(point));
    boolean delivers = new String(answer.body(), UTF_8).contains("b64_json");
    switch (point) {
      case BEFORE_ANSWER, AFTER_REMOTE_ID -> {
        holdAt(point);
        answer(answer, reply);
      }
      case BEFORE_COMMIT -> {
        if (delivers) {
          holdAt(point);
        }
        answer(answer, reply);
      }
      case AFTER_PREVIEW -> {
        String text = new String(answer.body(), UTF_8);
        part(answer, text.indexOf(EVENT_END) + EVENT_END.length(), reply);
        holdAt(point);
      }
      case DURING_DOWNLOAD -> {
        if (delivers) {
          part(answer, most(answer), reply);
          holdAt(point);
        } else {
          answer(answer, reply);
        }
      }
      case BEFORE_INTENT, AFTER_INTENT, AFTER_FIRST_BYTE, DURING_POLL, AFTER_ARTIFACT ->
          answer(answer, reply);
    }
  }

  private void follow(KillPoint point, Received request, Reply reply) throws IOException {
    if (point == KillPoint.DURING_POLL) {
      holdAt(point);
    }
    var answer = exchange(request, Optional.of(point));
    boolean image = type(answer).startsWith("image/");
    if (!image) {
      answer(answer, reply);
      return;
    }
    int before = images.merge(point, 1, Integer::sum) - 1;
    switch (point) {
      case DURING_DOWNLOAD -> {
        part(answer, most(answer), reply);
        holdAt(point);
      }
      case AFTER_ARTIFACT -> {
        if (before > 0) {
          holdAt(point);
        }
        answer(answer, reply);
      }
      case BEFORE_COMMIT -> {
        holdAt(point);
        answer(answer, reply);
      }
      case BEFORE_INTENT,
          AFTER_INTENT,
          AFTER_FIRST_BYTE,
          BEFORE_ANSWER,
          AFTER_REMOTE_ID,
          DURING_POLL,
          AFTER_PREVIEW ->
          answer(answer, reply);
    }
  }

  private Hold hold(KillPoint point) {
    return holds.computeIfAbsent(point, _ -> new Hold());
  }

  /** Ends by an exception if the server is gone by then. */
  private void holdAt(KillPoint point) throws IOException {
    Hold hold = hold(point);
    hold.reached.countDown();
    try {
      boolean released = hold.released.await(HELD_SECONDS_MAX, SECONDS);
      if (open || !released) {
        throw new IOException("cut off");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private Optional<KillPoint> known(String text) {
    return ID.matcher(text)
        .results()
        .flatMap(id -> Optional.ofNullable(pointOfId.get(id.group())).stream())
        .findFirst();
  }

  private void learn(KillPoint point, String text) {
    ID.matcher(text).results().forEach(id -> pointOfId.putIfAbsent(id.group(), point));
  }

  private HttpResponse<byte[]> exchange(Received request, Optional<KillPoint> point)
      throws IOException {
    var out =
        HttpRequest.newBuilder(vendor.resolve(request.target()))
            .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
    for (String name : List.of("authorization", "content-type", "accept", "idempotency-key")) {
      if (!request.header(name).isEmpty()) {
        out.header(name, request.header(name));
      }
    }
    try {
      HttpResponse<byte[]> answer =
          client.send(out.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (point.isPresent() && type(answer).startsWith("application/json")) {
        learn(point.get(), new String(answer.body(), UTF_8));
      }
      return answer;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void answer(HttpResponse<byte[]> answer, Reply reply) throws IOException {
    reply.bytes(answer.statusCode(), type(answer), body(answer));
  }

  /** The head, and so many bytes of the body. */
  private static void part(HttpResponse<byte[]> answer, int bytes, Reply reply) throws IOException {
    reply.open(answer.statusCode(), type(answer));
    reply.raw(Arrays.copyOf(answer.body(), bytes));
  }

  private static int most(HttpResponse<byte[]> answer) {
    return answer.body().length / 4 * 3;
  }

  /** Links to the vendor lead to here. */
  private byte[] body(HttpResponse<byte[]> answer) {
    return type(answer).startsWith("application/json")
        ? new String(answer.body(), UTF_8)
            .replace(vendor.toString(), http.uri().toString())
            .getBytes(UTF_8)
        : answer.body();
  }

  private static String type(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("content-type").orElse("");
  }

  @Override
  public void close() {
    open();
    http.close();
    client.close();
  }

  private static final class Hold {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
  }
}
