package dev.atelier.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link GuardedClient} does when it sends. */
@Timeout(30)
class GuardedSendTest {
  private static final Duration TOTAL = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofMillis(300);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Content HELLO = new Content.Bytes("text/plain", "hello".getBytes(UTF_8));

  @TempDir private Path directory;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final List<String> lookups = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  private record Got(String method, String type, String length, String token, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.createContext("/hook", exchange -> answer(exchange, 200, "fine"));
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void sends_a_message_and_says_what_was_answered() throws IOException {
    server.createContext("/busy", exchange -> answer(exchange, 503, "x".repeat(5000)));
    var response = open().send(post(url("/busy"), HELLO), TOTAL);

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.success()).isFalse();
    assertThat(response.retryAfter()).contains("120");
    assertThat(response.beginning()).isEqualTo("x".repeat(1024));
    assertThat(got).containsExactly(new Got("POST", "text/plain", "5", "secret", "hello"));
  }

  @Test
  void sends_a_file_with_its_exact_length() throws IOException {
    Path file = Files.writeString(directory.resolve("a.png"), "picture".repeat(10_000));
    var content = new Content.File("image/png", () -> Files.newInputStream(file), 70_000);
    var response =
        open()
            .send(new OutboundRequest("PUT", url("/hook"), Map.of("x-token", "t"), content), TOTAL);

    assertThat(response.success()).isTrue();
    assertThat(response.beginning()).isEqualTo("fine");
    assertThat(got)
        .containsExactly(new Got("PUT", "image/png", "70000", "t", "picture".repeat(10_000)));
  }

  @Test
  void characters_beyond_ascii_arrive_percent_encoded() throws IOException {
    var paths = new CopyOnWriteArrayList<String>();
    server.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().toString());
          answer(exchange, 200, "");
        });
    open().send(post(url("/\u56de?q=\u00e9"), HELLO), TOTAL);
    open().download(url("/\u56de"), 10, TOTAL, OutputStream.nullOutputStream());

    assertThat(paths).containsExactly("/%E5%9B%9E?q=%C3%A9", "/%E5%9B%9E");
  }

  @Test
  void a_large_file_passes_through_one_small_block() throws IOException {
    long length = 20L << 20;
    var content = new Content.File("image/png", source(sparse(length)), length);
    var most = new AtomicInteger();
    var sum = new AtomicLong();
    new ContentEntity(content, new Deadline(TOTAL))
        .writeTo(
            new OutputStream() {
              @Override
              public void write(int b) {
                throw new AssertionError("byte by byte");
              }

              @Override
              public void write(byte[] block, int offset, int count) {
                most.accumulateAndGet(block.length, Math::max);
                sum.addAndGet(count);
              }
            });

    assertThat(sum).hasValue(length);
    assertThat(most.get()).isLessThanOrEqualTo(64 << 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {99, 101})
  void a_file_of_another_length_is_a_failure_of_ours(long said) {
    var content = new Content.File("image/png", source(sparse(100)), said);
    assertThatThrownBy(() -> open().send(post(url("/hook"), content), TOTAL))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(TransportException.class)
        .hasMessageContaining("not as long");
  }

  @Test
  void a_file_that_is_gone_is_a_failure_of_ours() {
    var content = new Content.File("image/png", source(directory.resolve("none")), 1);
    assertThatThrownBy(() -> open().send(post(url("/hook"), content), TOTAL))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @CsvSource({"301,POST", "302,POST", "307,PUT", "308,PUT"})
  void a_redirect_gets_the_same_method_and_body(int status, String method) throws IOException {
    redirects("/moved", status, url("/hook").toString());
    var request = new OutboundRequest(method, url("/moved"), Map.of("x-token", "secret"), HELLO);

    assertThat(open().send(request, TOTAL).status()).isEqualTo(200);
    assertThat(got).containsExactly(new Got(method, "text/plain", "5", "secret", "hello"));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 303, 304})
  void what_would_change_the_method_is_an_answer(int status) throws IOException {
    redirects("/moved", status, "/hook");
    assertThat(open().send(post(url("/moved"), HELLO), TOTAL).status()).isEqualTo(status);
    assertThat(got).isEmpty();
  }

  @Test
  void a_redirect_to_nowhere_is_an_answer() throws IOException {
    server.createContext("/moved", exchange -> answer(exchange, 302, ""));
    assertThat(open().send(post(url("/moved"), HELLO), TOTAL).status()).isEqualTo(302);
  }

  @Test
  void follows_three_redirects_and_no_more() throws IOException {
    redirects("/1", 307, "/hook");
    redirects("/2", 307, "/1");
    redirects("/3", 307, "/2");
    redirects("/4", 307, "/3");

    assertThat(open().send(post(url("/3"), HELLO), TOTAL).status()).isEqualTo(200);
    assertThat(problem(open(), url("/4"), HELLO, TOTAL))
        .isEqualTo(new TransportProblem.TooManyRedirects(3));
  }

  @Test
  void a_redirect_to_a_private_address_is_not_followed() {
    redirects("/evil", 307, "http://169.254.169.254/latest/meta-data");
    GuardedClient onlyLoopback = new GuardedClient(this::resolve, LOOPBACK::equals);

    assertThat(problem(onlyLoopback, url("/evil"), HELLO, TOTAL))
        .isEqualTo(new TransportProblem.PrivateAddress());
  }

  @Test
  void the_connected_peer_is_checked_too() {
    var asked = new AtomicInteger();
    GuardedClient changing = new GuardedClient(this::resolve, _ -> asked.incrementAndGet() == 1);

    assertThat(problem(changing, url("/hook"), HELLO, TOTAL))
        .isEqualTo(new TransportProblem.PrivateAddress());
    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "10.0.0.1",
        "169.254.169.254",
        "localhost",
        "mixed.example"
      })
  void never_sends_to_an_address_that_is_not_public(String host) {
    URI uri = URI.create("http://" + host + ":" + server.getAddress().getPort() + "/hook");
    GuardedClient guarded = new GuardedClient(false, this::resolve);

    assertThat(problem(guarded, uri, HELLO, TOTAL))
        .isEqualTo(new TransportProblem.PrivateAddress());
    assertThat(refused(guarded, uri)).isEqualTo(new TransportProblem.PrivateAddress());
    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://app.example/",
        "/hook",
        "http:///hook",
        "http://user:pw@app.example/",
        "http://app.example:0/",
        "http://app.example:65536/",
        "https://app_with_underscore.example:99999/"
      })
  void what_is_not_a_web_address_is_refused_without_a_look_up(String url) {
    assertThat(refused(open(), URI.create(url))).isInstanceOf(TransportProblem.BadUrl.class);
    assertThat(lookups).isEmpty();
  }

  @Test
  void a_number_that_is_no_address_is_refused() {
    assertThat(refused(open(), URI.create("http://256.1/")))
        .isInstanceOf(TransportProblem.UnknownHost.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://LOCALHOST/", "http://localhost./hook", "https://a.b.LocalHost.:8443/hook"})
  void a_name_that_means_this_machine_needs_no_resolver_to_be_refused(String url) {
    GuardedClient guarded =
        new GuardedClient(
            false,
            host -> {
              throw new UnknownHostException(host);
            });

    assertThat(refused(guarded, URI.create(url))).isEqualTo(new TransportProblem.PrivateAddress());
  }

  @Test
  void a_host_that_is_not_known_yet_passes() {
    GuardedClient guarded = new GuardedClient(false, this::resolve);
    assertThatCode(() -> guarded.requirePublic(URI.create("https://soon.example/"), TOTAL))
        .doesNotThrowAnyException();
    assertThatCode(() -> guarded.requirePublic(URI.create("https://public.example/"), TOTAL))
        .doesNotThrowAnyException();
  }

  @Test
  void a_name_service_that_hangs_delays_no_submit() {
    GuardedClient guarded =
        new GuardedClient(
            false,
            _ -> {
              awaitOver();
              return List.of(LOOPBACK);
            });
    assertThatCode(() -> guarded.requirePublic(URI.create("https://app.example/"), SOON))
        .doesNotThrowAnyException();
  }

  private void awaitOver() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path sparse(long length) {
    Path file = directory.resolve("sparse-" + length);
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(length);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file;
  }

  private List<InetAddress> resolve(String host) throws UnknownHostException {
    lookups.add(host);
    return switch (host) {
      case "localhost" -> List.of(LOOPBACK);
      case "public.example" -> List.of(InetAddress.ofLiteral("8.8.8.8"));
      case "mixed.example" -> List.of(InetAddress.ofLiteral("8.8.8.8"), LOOPBACK);
      default -> throw new UnknownHostException(host);
    };
  }

  private GuardedClient open() {
    return new GuardedClient(true, this::resolve);
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static OutboundRequest post(URI uri, Content content) {
    return new OutboundRequest("POST", uri, Map.of("x-token", "secret"), content);
  }

  private static TransportProblem problem(
      GuardedClient client, URI uri, Content content, Duration total) {
    return catchThrowableOfType(
            TransportException.class, () -> client.send(post(uri, content), total))
        .problem();
  }

  private static TransportProblem refused(GuardedClient client, URI uri) {
    return catchThrowableOfType(
            TransportException.class, () -> client.requirePublic(uri, Duration.ofSeconds(2)))
        .problem();
  }

  private void redirects(String path, int status, String target) {
    server.createContext(
        path,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Location", target);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    requests.incrementAndGet();
    var headers = exchange.getRequestHeaders();
    got.add(
        new Got(
            exchange.getRequestMethod(),
            headers.getFirst("Content-Type"),
            headers.getFirst("Content-Length"),
            headers.getFirst("x-token"),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    exchange.getResponseHeaders().set("Retry-After", "120");
    exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
    exchange.getResponseBody().write(body.getBytes(UTF_8));
    exchange.close();
  }

  private static Content.Source source(Path file) {
    return () -> Files.newInputStream(file);
  }
}
