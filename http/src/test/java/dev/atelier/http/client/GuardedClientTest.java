package dev.atelier.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class GuardedClientTest {
  private static final Duration TOTAL = Duration.ofSeconds(10);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final AtomicInteger requests = new AtomicInteger();
  private final List<String> headers = new CopyOnWriteArrayList<>();
  private final List<String> lookups = new ArrayList<>();
  private final HttpServer server = startServer();

  private static HttpServer startServer() {
    try {
      return HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() {
    server.createContext("/image", exchange -> answer(exchange, 200, "picture"));
    server.createContext("/missing", exchange -> answer(exchange, 404, "no"));
    for (int i = 1; i <= 4; i++) {
      String target = i == 1 ? "/image" : "/hop" + (i - 1);
      server.createContext("/hop" + i, exchange -> redirect(exchange, target));
    }
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void downloads_a_file_and_says_who_asks() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Downloaded downloaded = open().download(url("/image"), 7, TOTAL, out);

    assertThat(out.toString(UTF_8)).isEqualTo("picture");
    assertThat(downloaded.bytes()).isEqualTo(7);
    assertThat(downloaded.mediaType()).contains("image/png");
    assertThat(headers).contains("User-agent: Atelier").noneMatch(h -> h.startsWith("Cookie"));
  }

  @Test
  void a_name_is_looked_up_once_and_never_again() throws IOException {
    URI named = URI.create("http://pictures.example:" + server.getAddress().getPort() + "/image");
    assertThat(open().download(named, 100, TOTAL, new ByteArrayOutputStream()).bytes())
        .isEqualTo(7);
    assertThat(lookups).containsExactly("pictures.example");
    assertThat(headers).contains("Host: pictures.example:" + server.getAddress().getPort());
  }

  @Test
  void follows_three_redirects_and_no_more() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    open().download(url("/hop3"), 100, TOTAL, out);
    assertThat(out.toString(UTF_8)).isEqualTo("picture");

    assertThat(problem(open(), url("/hop4"), 100))
        .isEqualTo(new TransportProblem.TooManyRedirects(3));
  }

  @Test
  void refuses_a_file_that_is_too_large_whether_it_says_so_or_not() {
    server.createContext(
        "/chunked",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[100]);
          exchange.close();
        });
    assertThat(problem(open(), url("/image"), 6)).isEqualTo(new TransportProblem.TooLarge(6));
    assertThat(problem(open(), url("/chunked"), 99)).isEqualTo(new TransportProblem.TooLarge(99));
  }

  @Test
  void reports_a_status_that_is_no_success() {
    assertThat(problem(open(), url("/missing"), 100)).isEqualTo(new TransportProblem.Status(404));
  }

  @Test
  void reports_a_file_that_is_cut_off() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      Thread.startVirtualThread(() -> {
        try (Socket peer = socket.accept()) {
          peer.getInputStream().read(new byte[4096]);
          peer.getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort".getBytes(UTF_8));
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
      URI uri = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
      assertThat(problem(open(), uri, 100)).isEqualTo(new TransportProblem.Unreachable());
    }
  }

  @Test
  void gives_up_on_a_server_that_never_answers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK)) {
      URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      Duration total = Duration.ofMillis(200);
      assertThat(problem(open(), uri, 100, total)).isEqualTo(new TransportProblem.TimedOut(total));
    }
  }

  @Test
  void a_failure_of_the_sink_passes_through() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatThrownBy(() -> open().download(url("/image"), 100, TOTAL, full))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(TransportException.class)
        .hasMessage("disk full");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "127.0.0.1.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[fc00::1]",
        "[fdff::1]",
        "[fe80::1]",
        "[febf::1]",
        "[ff02::1]",
        "[::]",
        "0.0.0.0",
        "0",
        "169.254.169.254",
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[100::1]",
        "[2001:db8::1]",
        "localhost",
        "loopback.example",
        "mixed.example"
      })
  void never_connects_to_an_address_that_is_not_public(String host) {
    URI uri = URI.create("http://" + host + ":" + server.getAddress().getPort() + "/image");
    GuardedClient guarded = new GuardedClient(false, this::resolve);

    assertThat(problem(guarded, uri, 100)).isInstanceOf(TransportProblem.PrivateAddress.class);
    assertThat(requests).hasValue(0);
  }

  @Test
  void a_redirect_to_a_private_address_is_not_followed() {
    server.createContext(
        "/evil", exchange -> redirect(exchange, "http://169.254.169.254/latest/meta-data"));
    GuardedClient onlyLoopback = new GuardedClient(this::resolve, LOOPBACK::equals);

    assertThat(problem(onlyLoopback, url("/evil"), 100))
        .isEqualTo(new TransportProblem.PrivateAddress());
  }

  @Test
  void the_connected_peer_is_checked_too() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    // Allowed when the name is resolved, not any more when the socket connects.
    GuardedClient changing = new GuardedClient(this::resolve, _ -> asked.incrementAndGet() == 1);

    assertThat(problem(changing, url("/image"), 100))
        .isEqualTo(new TransportProblem.PrivateAddress());
    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "2400:cb00::1"
      })
  void public_addresses_are_allowed(String address) {
    assertThat(AddressGuard.isPublic(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "/image",
        "http:///image", "http://user:pw@127.0.0.1/", "http:image", "data:image/png;base64,QUJD",
        "http://a%00b/", "http://[fe80::1%25eth0]/"
      })
  void refuses_what_is_not_a_plain_web_address(String url) {
    assertThat(problem(open(), URI.create(url), 100)).isInstanceOf(TransportProblem.BadUrl.class);
    assertThat(lookups).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://1.2.3.4.5/", "http://256.1/", "http://0x1ffffffff/", "http://08/"})
  void a_number_that_is_no_address_is_never_looked_up(String url) {
    assertThat(problem(open(), URI.create(url), 100))
        .isInstanceOf(TransportProblem.UnknownHost.class);
    assertThat(lookups).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "99999"})
  void a_port_that_cannot_be_is_the_urls_fault(String port) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/a.png");

    assertThat(problem(open(), uri, 100))
        .isEqualTo(new TransportProblem.BadUrl("the URL has no valid port"));
  }

  @Test
  void an_unknown_name_is_reported_without_repeating_it() {
    GuardedClient guarded = new GuardedClient(true, this::resolve);
    URI uri = URI.create("http://secret.unknown/");
    assertThatThrownBy(() -> guarded.download(uri, 1, TOTAL, OutputStream.nullOutputStream()))
        .isInstanceOf(TransportException.class)
        .hasMessage("the host of the URL is unknown");
  }

  private List<InetAddress> resolve(String host) throws UnknownHostException {
    lookups.add(host);
    return switch (host) {
      case "localhost", "loopback.example", "pictures.example" -> List.of(LOOPBACK);
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

  private static TransportProblem problem(GuardedClient client, URI uri, long bytesMax) {
    return problem(client, uri, bytesMax, TOTAL);
  }

  private static TransportProblem problem(
      GuardedClient client, URI uri, long bytesMax, Duration total) {
    return catchThrowableOfType(
            TransportException.class,
            () -> client.download(uri, bytesMax, total, OutputStream.nullOutputStream()))
        .problem();
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    requests.incrementAndGet();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.add(name + ": " + String.join(",", values)));
    exchange.getResponseHeaders().set("Content-Type", "image/png");
    exchange.getResponseHeaders().set("Set-Cookie", "a=b");
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.getBytes(UTF_8));
    exchange.close();
  }

  private static void redirect(HttpExchange exchange, String target) throws IOException {
    exchange.getResponseHeaders().set("Location", target);
    exchange.getResponseHeaders().set("Set-Cookie", "a=b");
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }
}
