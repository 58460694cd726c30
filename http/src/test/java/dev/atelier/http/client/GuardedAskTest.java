package dev.atelier.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link GuardedClient} does when it asks one place. */
@Timeout(30)
class GuardedAskTest {
  private static final int BYTES_MAX = 1000;
  private static final Duration TOTAL = Duration.ofSeconds(10);

  private final List<String> got = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", exchange -> answer(exchange, 200, "fine"));
    server.createContext("/no", exchange -> answer(exchange, 400, "{\"error\":\"no\"}"));
    server.createContext("/much", exchange -> answer(exchange, 200, "x".repeat(BYTES_MAX + 1)));
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("x".repeat(BYTES_MAX + 1).getBytes(UTF_8));
          exchange.getResponseBody().flush();
          await();
          exchange.close();
        });
    server.createContext(
        "/silent",
        exchange -> {
          await();
          exchange.close();
        });
    server.createContext(
        "/elsewhere",
        exchange -> {
          exchange.getResponseHeaders().set("Location", url("/there").toString());
          answer(exchange, 307, "");
        });
    server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void a_form_goes_out_and_the_whole_answer_comes_back_whatever_its_status() throws IOException {
    var body = new Content.Bytes("application/x-www-form-urlencoded", "a=b".getBytes(UTF_8));
    var request =
        new DirectRequest(url("/no"), Map.of("Authorization", "Basic x"), Optional.of(body));

    DirectAnswer answer = new GuardedClient(true).ask(request, BYTES_MAX, TOTAL);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.success()).isFalse();
    assertThat(answer.text()).isEqualTo("{\"error\":\"no\"}");
    assertThat(got).containsExactly("POST /no Basic x a=b");
    assertThat(request.toString()).doesNotContain("Basic");
    assertThat(get("/page").text()).isEqualTo("fine");
  }

  @Test
  void a_redirect_is_an_answer_and_nothing_is_sent_there() throws IOException {
    assertThat(get("/elsewhere").status()).isEqualTo(307);
    assertThat(got).containsExactly("GET /elsewhere null ");
  }

  @Test
  void nothing_is_read_beyond_the_bound() {
    for (String path : List.of("/much", "/endless")) {
      assertThatThrownBy(() -> get(path))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.problem()).isInstanceOf(TransportProblem.TooLarge.class));
    }
  }

  @Test
  void nobody_waits_longer_than_they_wanted() {
    var request = new DirectRequest(url("/silent"), Map.of(), Optional.empty());

    assertThatThrownBy(
            () -> new GuardedClient(true).ask(request, BYTES_MAX, Duration.ofMillis(300)))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.problem()).isInstanceOf(TransportProblem.TimedOut.class));
  }

  @Test
  void private_networks_stay_out_of_reach() {
    var request = new DirectRequest(url("/page"), Map.of(), Optional.empty());

    assertThatThrownBy(() -> new GuardedClient(false).ask(request, BYTES_MAX, TOTAL))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.problem()).isInstanceOf(TransportProblem.PrivateAddress.class));
    assertThat(got).isEmpty();
  }

  private DirectAnswer get(String path) throws IOException {
    return new GuardedClient(true)
        .ask(new DirectRequest(url(path), Map.of(), Optional.empty()), BYTES_MAX, TOTAL);
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void await() {
    try {
      boolean _ = over.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      got.add(
          "%s %s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI(),
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
