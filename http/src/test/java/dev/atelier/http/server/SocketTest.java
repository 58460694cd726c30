package dev.atelier.http.server;

import static dev.atelier.http.server.TestServer.head;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SocketTest {
  private static final int MESSAGE_MAX = 2 << 20;
  private static final SocketLimits LIMITS =
      new SocketLimits(
          MESSAGE_MAX,
          1 << 10,
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          50,
          1 << 20);

  private final EchoSockets sockets = new EchoSockets();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(mount(LIMITS));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Mount mount(SocketLimits limits) {
    return Mount.at(TestServer.errors("root"))
        .post("/here", e -> e.respond(200, "text/plain", "posted".getBytes(UTF_8)))
        .socket("/here", limits, sockets);
  }

  private void restart(SocketLimits limits) throws Exception {
    server.close();
    server = new TestServer(mount(limits));
  }

  private RawSocket open() throws IOException {
    return new RawSocket(server.service.port(), "/here?sdk=js");
  }

  /** Others are served as before. */
  private void requireUnharmed() throws IOException {
    try (RawSocket other = open()) {
      assertThat(other.text("{\"say\":\"still here\"}").message()).isEqualTo("still here");
    }
  }

  @Test
  void a_path_takes_sockets_beside_its_routes() throws Exception {
    try (RawSocket socket = open();
        RawClient plain = server.client()) {
      assertThat(socket.answer())
          .startsWith("HTTP/1.1 101 ")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
          .doesNotContain("permessage-deflate");
      assertThat(socket.text("{\"say\":\"hello\"}").message()).isEqualTo("hello");
      assertThat(server.logged().status()).isEqualTo(101);
      String post = head("POST", "/here", "Content-Length: 0");
      assertThat(plain.send(post).answer().body()).isEqualTo("posted");
      RawClient.Answer got = plain.send(head("GET", "/here")).answer();
      assertThat(got.status()).isEqualTo(405);
      assertThat(got.headers()).containsEntry("allow", "POST");
    }
  }

  @Test
  void another_upgrade_is_ignored_and_a_broken_handshake_refused() throws Exception {
    try (RawClient client = server.client()) {
      String h2c = head("GET", "/here", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c");
      assertThat(client.send(h2c).answer().status()).isEqualTo(405);
      String old =
          head(
              "GET",
              "/here",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 8",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      RawClient.Answer refused = client.send(old).answer();
      assertThat(refused.status()).isEqualTo(426);
      assertThat(refused.headers()).containsEntry("sec-websocket-version", "13");
    }
    try (RawClient client = server.client()) {
      String keyless =
          head(
              "GET",
              "/here",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13");
      assertThat(client.send(keyless).answer().status()).isEqualTo(400);
    }
    try (RawClient client = server.client()) {
      String elsewhere = head("GET", "/none", "Connection: Upgrade", "Upgrade: websocket");
      assertThat(client.send(elsewhere).answer().status()).isEqualTo(404);
    }
  }

  @Test
  void a_message_may_come_in_pieces_with_pings_between_them() throws Exception {
    try (RawSocket socket = open()) {
      socket.frame(RawSocket.TEXT, false, "{\"sa".getBytes(UTF_8));
      socket.frame(RawSocket.PING, true, "now".getBytes(UTF_8));
      RawSocket.Frame pong = socket.next();
      assertThat(pong.opCode()).isEqualTo(RawSocket.PONG);
      assertThat(pong.text()).isEqualTo("now");
      socket.frame(RawSocket.CONTINUATION, false, new byte[0]);
      socket.frame(RawSocket.CONTINUATION, true, "y\":\"whole\"}".getBytes(UTF_8));
      assertThat(socket.message()).isEqualTo("whole");
    }
  }

  @Test
  void a_long_string_goes_by_in_blocks() throws Exception {
    try (RawSocket socket = open()) {
      socket.text("{\"admit\":1}");
      socket.text("{\"long\":\"" + "A".repeat(1 << 20) + "\",\"say\":\"done\"}");
      assertThat(socket.message()).isEqualTo("done");
      assertThat(sockets.spooled).isEqualTo(1 << 20);
    }
  }

  static Stream<Arguments> broken() {
    byte[] text = "{}".getBytes(UTF_8);
    byte[] unmasked = {(byte) 0x81, 2, '{', '}'};
    return Stream.of(
        Arguments.of("an unmasked frame", unmasked, 1002),
        Arguments.of("a length of 2^63 - 1", RawSocket.masked(1, true, Long.MAX_VALUE, text), 1009),
        Arguments.of("a ping of 126 bytes", RawSocket.masked(9, true, 126, new byte[126]), 1002),
        Arguments.of("a continuation first", RawSocket.masked(0, true, 2, text), 1002),
        Arguments.of("a text inside a text", twice(RawSocket.masked(1, false, 2, text)), 1002),
        Arguments.of("an unknown kind of frame", RawSocket.masked(3, true, 2, text), 1002),
        Arguments.of("a ping in pieces", RawSocket.masked(9, false, 2, text), 1002),
        Arguments.of("a reserved bit", reserved(RawSocket.masked(1, true, 2, text)), 1002),
        Arguments.of("no JSON", whole("hello"), 1007),
        Arguments.of("nothing", whole(""), 1007),
        Arguments.of("JSON and more", whole("{} {}"), 1007),
        Arguments.of(
            "no UTF-8",
            RawSocket.masked(
                1, true, 9, new byte[] {'{', '"', (byte) 0xc3, '(', '"', ':', '1', '}', ' '}),
            1007),
        Arguments.of("a message that is too long", whole("[\"" + "a".repeat(2000) + "\"]"), 1009),
        Arguments.of("what the server trips over", whole("{\"boom\":1}"), 1011));
  }

  private static byte[] whole(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return RawSocket.masked(RawSocket.TEXT, true, bytes.length, bytes);
  }

  private static byte[] twice(byte[] frame) {
    byte[] both = Arrays.copyOf(frame, 2 * frame.length);
    System.arraycopy(frame, 0, both, frame.length, frame.length);
    return both;
  }

  private static byte[] reserved(byte[] frame) {
    frame[0] |= 0x40;
    return frame;
  }

  @ParameterizedTest(name = "{0} closes with {2}")
  @MethodSource("broken")
  void what_is_broken_is_closed_with_its_code(String what, byte[] bytes, int code)
      throws Exception {
    try (RawSocket socket = open()) {
      assertThat(socket.bytes(bytes).closeCode()).isEqualTo(code);
      assertThat(sockets.closed.poll(20, TimeUnit.SECONDS)).isNotNull();
      requireUnharmed();
    }
  }

  /** Jetty reads such a length in one of two ways, as its bytes arrive. */
  @Test
  void a_length_of_2_to_the_63rd_is_broken() throws Exception {
    try (RawSocket socket = open()) {
      byte[] frame = RawSocket.masked(1, true, Long.MIN_VALUE, "{}".getBytes(UTF_8));
      assertThat(socket.bytes(frame).closeCode()).isIn(1002, 1007);
      assertThat(sockets.closed.poll(20, TimeUnit.SECONDS)).isNotNull();
      requireUnharmed();
    }
  }

  @Test
  void garbage_is_closed_or_cut_and_harms_nobody() throws Exception {
    byte[] garbage = new byte[100_000];
    new Random(7).nextBytes(garbage);
    garbage[0] = (byte) 0xff;
    try (RawSocket socket = open()) {
      assertThat(socket.bytes(garbage).closeCode()).isEqualTo(1002);
    }
    requireUnharmed();
  }

  @Test
  void a_message_of_200_mebibytes_is_closed_with_its_code_and_costs_no_memory() throws Exception {
    restart(
        new SocketLimits(
            128L << 20,
            1 << 10,
            LIMITS.admitWithin(),
            LIMITS.idle(),
            LIMITS.stalled(),
            LIMITS.queueMessagesMax(),
            LIMITS.queueBytesMax()));
    try (RawSocket socket = open()) {
      socket.text("{\"admit\":1}");
      var code =
          CompletableFuture.supplyAsync(() -> {
            try {
              return socket.closeCode();
            } catch (IOException e) {
              return -1;
            }
          });
      byte[] block = "a".repeat(1 << 20).getBytes(UTF_8);
      socket.frame(RawSocket.TEXT, false, "[\"".getBytes(UTF_8));
      for (int i = 0; i < 200; i++) {
        socket.frame(RawSocket.CONTINUATION, i == 199, block);
      }
      assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(1009);
    }
    requireUnharmed();
  }

  @Test
  void who_does_not_prove_who_it_is_may_not_stay() throws Exception {
    restart(limits(Duration.ofMillis(200), LIMITS.idle(), LIMITS.stalled()));
    try (RawSocket stranger = open();
        RawSocket known = open()) {
      known.text("{\"admit\":1}");
      assertThat(stranger.closeCode()).isEqualTo(1008);
      assertThat(known.text("{\"say\":\"in\"}").message()).isEqualTo("in");
    }
  }

  @Test
  void silence_closes_unless_the_client_waits_for_something() throws Exception {
    restart(limits(LIMITS.admitWithin(), Duration.ofMillis(400), LIMITS.stalled()));
    try (RawSocket silent = open();
        RawSocket waiting = open();
        RawSocket pinging = open()) {
      waiting.text("{\"wait\":1,\"admit\":1}");
      var kept =
          CompletableFuture.supplyAsync(() -> {
            try {
              for (int i = 0; i < 8; i++) {
                pinging.frame(RawSocket.PING, true, new byte[0]);
                assertThat(pinging.next().opCode()).isEqualTo(RawSocket.PONG);
                TimeUnit.MILLISECONDS.sleep(100);
              }
              return pinging.text("{\"say\":\"alive\"}").message();
            } catch (IOException | InterruptedException e) {
              return e.toString();
            }
          });
      assertThat(silent.closeCode()).isEqualTo(1001);
      assertThat(kept.get(20, TimeUnit.SECONDS)).isEqualTo("alive");
      assertThat(waiting.text("{\"say\":\"too\"}").message()).isEqualTo("too");
    }
  }

  @Test
  void a_message_that_stops_in_the_middle_is_given_up() throws Exception {
    restart(limits(LIMITS.admitWithin(), LIMITS.idle(), Duration.ofMillis(300)));
    try (RawSocket socket = open()) {
      socket.frame(RawSocket.TEXT, false, "{\"say\"".getBytes(UTF_8));
      assertThat(socket.closeCode()).isEqualTo(1008);
    }
    requireUnharmed();
  }

  @Test
  void who_never_reads_is_closed_when_the_queue_is_full() throws Exception {
    try (RawSocket socket = new RawSocket(server.service.port(), "/here", 4 << 10)) {
      socket.text("{\"flood\":60}");
      assertThat(socket.closeCode()).isEqualTo(1008);
      assertThat(sockets.written.get()).isLessThan(10);
    }
    assertThat(sockets.closed.poll(20, TimeUnit.SECONDS)).isNotNull();
    requireUnharmed();
  }

  @Test
  void who_never_reads_is_cut_off_after_a_while() throws Exception {
    restart(limits(LIMITS.admitWithin(), LIMITS.idle(), Duration.ofMillis(300)));
    try (RawSocket socket = new RawSocket(server.service.port(), "/here", 4 << 10)) {
      socket.text("{\"flood\":40}");
      assertThat(sockets.closed.poll(20, TimeUnit.SECONDS)).isNotNull();
      requireUnharmed();
    }
  }

  @Test
  void what_is_large_arrives_whole_and_what_arrived_is_known() throws Exception {
    try (RawSocket socket = open()) {
      socket.text("{\"flood\":3,\"say\":\"last\"}");
      for (int i = 0; i < 3; i++) {
        assertThat(socket.message()).hasSize(1 << 20).matches("x+");
      }
      assertThat(socket.message()).isEqualTo("last");
      assertThat(sockets.received.get()).isZero();
      socket.text("{\"say\":\"again\"}");
      assertThat(socket.message()).isEqualTo("again"); // answers the ping on the way
      await().until(() -> sockets.received.get() >= 1);
    }
  }

  @Test
  void a_client_that_closes_is_answered_and_one_that_vanishes_is_noticed() throws Exception {
    try (RawSocket polite = open()) {
      polite.frame(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});
      assertThat(polite.closeCode()).isEqualTo(1000);
      assertThat(sockets.closed.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
    open().close();
    assertThat(sockets.closed.poll(20, TimeUnit.SECONDS)).isNotNull();
    await().until(() -> server.service.sockets() == 0);
  }

  @Test
  void a_drain_says_goodbye_to_the_idle_once_they_are_quiet_and_then_to_the_busy()
      throws Exception {
    try (RawSocket idle = open();
        RawSocket busy = open()) {
      busy.text("{\"wait\":1,\"say\":\"on it\"}");
      assertThat(busy.message()).isEqualTo("on it");
      assertThat(idle.text("{\"say\":\"hi\"}").message()).isEqualTo("hi");
      var drained =
          CompletableFuture.supplyAsync(() -> {
            try {
              return server.service.drain(Duration.ofSeconds(3));
            } catch (InterruptedException e) {
              return null;
            }
          });
      for (int i = 0; i < 8; i++) {
        Thread.sleep(100);
        assertThat(idle.text("{\"say\":\"hi\"}").message()).as("while it talks").isEqualTo("hi");
      }
      assertThat(idle.closeCode()).isEqualTo(1001);
      assertThat(drained).isNotDone();
      assertThat(busy.text("{\"say\":\"yet\"}").message()).isEqualTo("yet");
      assertThat(busy.closeCode()).isEqualTo(1001);
      assertThat(drained.get(20, TimeUnit.SECONDS)).isFalse();
    }
  }

  private static SocketLimits limits(Duration admitWithin, Duration idle, Duration stalled) {
    return new SocketLimits(
        MESSAGE_MAX,
        1 << 10,
        admitWithin,
        idle,
        stalled,
        LIMITS.queueMessagesMax(),
        LIMITS.queueBytesMax());
  }
}
