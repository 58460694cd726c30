package dev.atelier.http.server;

import static dev.atelier.http.server.TestServer.errors;
import static dev.atelier.http.server.TestServer.head;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether a handler that waits, and neither reads nor writes, learns that its client left. */
@Timeout(60)
class ClientGoneTest {
  private static final long SECONDS_MAX = 20;

  private final Semaphore waiting = new Semaphore(0);
  private final Semaphore gone = new Semaphore(0);
  private final Semaphore goOn = new Semaphore(0);
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(
            Mount.at(errors("root"))
                .post(
                    "/wait",
                    exchange -> {
                      byte[] body = exchange.body().readAllBytes();
                      exchange.onClientGone(_ -> gone.release());
                      waiting.release();
                      goOn.acquire();
                      exchange.respond(200, "text/plain", body);
                    })
                .get(
                    "/now",
                    exchange -> exchange.respond(200, "text/plain", "now".getBytes(UTF_8))));
  }

  @AfterEach
  void stop() {
    goOn.release(100);
    server.close();
  }

  @Test
  void a_client_that_closes_is_noticed() throws Exception {
    try (Socket client = waitingClient()) {
      client.close();
      assertGone();
    }
  }

  @Test
  void a_client_that_resets_is_noticed() throws Exception {
    try (Socket client = waitingClient()) {
      client.setSoLinger(true, 0);
      client.close();
      assertGone();
    }
  }

  @Test
  void a_client_that_half_closes_counts_as_gone_and_can_still_be_answered() throws Exception {
    try (RawClient client = server.client()) {
      client.send(post("hello"));
      await(waiting);
      client.shutdownOutput();
      assertGone();
      goOn.release();
      assertThat(client.answer().body()).isEqualTo("hello");
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void a_client_that_waits_is_not_gone_and_its_connection_serves_on() throws Exception {
    try (RawClient client = server.client()) {
      for (int i = 0; i < 3; i++) {
        client.send(post("number " + i));
        await(waiting);
        goOn.release();
        assertThat(client.answer().body()).isEqualTo("number " + i);
        assertThat(client.send(head("GET", "/now")).answer().body()).isEqualTo("now");
      }
      assertThat(gone.availablePermits()).isZero();
    }
  }

  @Test
  void requests_that_come_before_their_turn_are_answered_in_order() throws Exception {
    try (RawClient client = server.client()) {
      client.send(post("first"));
      await(waiting);
      client.send(head("GET", "/now").substring(0, 9));
      client.send(head("GET", "/now").substring(9) + post("second"));
      goOn.release(2);
      assertThat(client.answer().body()).isEqualTo("first");
      assertThat(client.answer().body()).isEqualTo("now");
      assertThat(client.answer().body()).isEqualTo("second");
      assertThat(gone.availablePermits()).isZero();
    }
  }

  @Test
  void a_long_request_that_comes_before_its_turn_loses_nothing() throws Exception {
    String text = "0123456789".repeat(5000);
    try (RawClient client = server.client()) {
      client.send(post("first"));
      await(waiting);
      client.send(post(text));
      goOn.release(2);
      assertThat(client.answer().body()).isEqualTo("first");
      assertThat(client.answer().body()).isEqualTo(text);
    }
  }

  @Test
  void an_end_behind_a_further_request_is_noticed_and_that_request_answered() throws Exception {
    try (RawClient client = server.client()) {
      client.send(post("first"));
      await(waiting);
      client.send(head("GET", "/now"));
      client.shutdownOutput();
      assertGone();
      goOn.release();
      assertThat(client.answer().body()).isEqualTo("first");
      assertThat(client.answer().body()).isEqualTo("now");
    }
  }

  @Test
  void an_end_that_came_before_anybody_looked_is_noticed() throws Exception {
    try (RawClient client = server.client()) {
      client.send(post("hello"));
      client.shutdownOutput();
      assertGone();
    }
  }

  @Test
  void the_server_s_own_stop_is_not_the_client_s() throws Exception {
    try (Socket client = waitingClient();
        Socket other = waitingHttp2Client()) {
      server.service.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(other.getInputStream().readAllBytes()).isNotEmpty();
      assertThat(gone.availablePermits()).isZero();
    }
  }

  @Test
  void a_cancelled_http2_stream_is_noticed() throws Exception {
    try (Socket client = waitingHttp2Client()) {
      client.getOutputStream().write(frame(3, 0, 1, new byte[] {0, 0, 0, 8}));
      assertGone();
    }
  }

  @Test
  void a_closed_http2_connection_is_noticed() throws Exception {
    try (Socket client = waitingHttp2Client()) {
      client.close();
      assertGone();
    }
  }

  private static String post(String body) {
    return head("POST", "/wait", "Content-Length: " + body.length()) + body;
  }

  private Socket waitingClient() throws Exception {
    var client = new Socket(InetAddress.getLoopbackAddress(), server.service.port());
    client.getOutputStream().write(post("hello").getBytes(US_ASCII));
    await(waiting);
    return client;
  }

  private Socket waitingHttp2Client() throws Exception {
    var client = new Socket(InetAddress.getLoopbackAddress(), server.service.port());
    var bytes = new ByteArrayOutputStream();
    bytes.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    bytes.write(frame(4, 0, 0, new byte[0]));
    var headers = new ByteArrayOutputStream();
    headers.write(new byte[] {(byte) 0x83, (byte) 0x86}); // POST, http
    headers.write(new byte[] {0x04, 5});
    headers.write("/wait".getBytes(US_ASCII));
    headers.write(new byte[] {0x01, 1, 'x'}); // authority
    bytes.write(frame(1, 4 | 1, 1, headers.toByteArray()));
    client.getOutputStream().write(bytes.toByteArray());
    await(waiting);
    return client;
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    var frame = new byte[9 + payload.length];
    frame[2] = (byte) payload.length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    frame[8] = (byte) stream;
    System.arraycopy(payload, 0, frame, 9, payload.length);
    return frame;
  }

  private void assertGone() throws InterruptedException {
    await(gone);
  }

  private static void await(Semaphore event) throws InterruptedException {
    assertThat(event.tryAcquire(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
  }
}
