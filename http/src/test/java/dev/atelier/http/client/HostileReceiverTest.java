package dev.atelier.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@link GuardedClient} bears from those it sends to. */
@Timeout(30)
class HostileReceiverTest {
  private static final Duration TOTAL = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofMillis(300);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Content HELLO = new Content.Bytes("text/plain", "hello".getBytes(UTF_8));

  private static final GuardedClient OPEN = new GuardedClient(true);

  @TempDir private Path directory;
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void stop() {
    over.countDown();
  }

  @Test
  void gives_up_on_a_receiver_that_never_reads() throws IOException {
    long length = 64L << 20;
    try (ServerSocket deaf = new ServerSocket(0, 1, LOOPBACK)) {
      assertThat(problem(at(deaf), new Content.File("a/b", source(sparse(length)), length), SOON))
          .isEqualTo(new TransportProblem.TimedOut(SOON));
    }
  }

  @Test
  void gives_up_on_a_host_whose_many_addresses_are_all_deaf() throws IOException {
    var waiting = new ArrayList<Socket>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("0.0.0.0"))) {
      for (int i = 0; i < 8; i++) {
        waiting.add(connecting(full.getLocalPort()));
      }
      NameResolver many =
          _ ->
              IntStream.range(1, 251)
                  .mapToObj(last -> InetAddress.ofLiteral("127.0.0." + last))
                  .toList();
      var uri = URI.create("http://many.example:" + full.getLocalPort() + "/");
      var client = new GuardedClient(true, many);
      assertThatThrownBy(() -> client.send(post(uri, HELLO), SOON))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.problem()).isEqualTo(new TransportProblem.TimedOut(SOON)));
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void gives_up_between_any_two_steps_of_a_call() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 1, LOOPBACK)) {
      for (int micros = 100; micros < 10_000; micros += 20) {
        var total = Duration.ofNanos(micros * 1000L);
        assertThat(problem(at(deaf), HELLO, total))
            .isInstanceOfAny(TransportProblem.TimedOut.class, TransportProblem.Unreachable.class);
      }
    }
  }

  @Test
  void a_bounded_number_of_names_is_looked_up_however_many_are_never_answered() throws Exception {
    var asked = new AtomicInteger();
    var client =
        new GuardedClient(
            true,
            _ -> {
              asked.incrementAndGet();
              awaitOver();
              return List.of(LOOPBACK);
            });
    var calls = new ArrayList<Callable<TransportProblem>>();
    for (int i = 0; i < LookUps.MAX + 9; i++) {
      var uri = URI.create("http://host-" + i + ".example/");
      var caller = client.onBehalfOf("caller-" + i);
      calls.add(() -> problem(caller, post(uri, HELLO), SOON));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var call : threads.invokeAll(calls)) {
        assertThat(call.get()).isEqualTo(new TransportProblem.UnknownHost());
      }
    }
    assertThat(asked).hasValueLessThanOrEqualTo(LookUps.MAX);
  }

  @Test
  void names_that_are_never_answered_hold_up_only_the_caller_who_gave_them() throws Exception {
    var asked = new AtomicInteger();
    var client =
        new GuardedClient(
            host -> {
              if (host.startsWith("silent")) {
                asked.incrementAndGet();
                awaitOver();
              }
              return List.of(LOOPBACK);
            },
            _ -> false);
    var silent = new ArrayList<Callable<TransportProblem>>();
    for (int i = 0; i < 2 * LookUps.MAX; i++) {
      var uri = URI.create("http://silent-" + i + ".example/");
      silent.add(() -> problem(client.onBehalfOf("one"), post(uri, HELLO), SOON));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = silent.stream().map(threads::submit).toList();
      await().until(() -> asked.get() == LookUps.CALLER_MAX);
      var another = client.onBehalfOf("another");
      var uri = URI.create("http://known.example/");
      assertThat(problem(another, post(uri, HELLO), SOON))
          .isEqualTo(new TransportProblem.PrivateAddress());
      for (var call : waiting) {
        assertThat(call.get()).isEqualTo(new TransportProblem.UnknownHost());
      }
    }
    assertThat(asked).hasValue(LookUps.CALLER_MAX);
  }

  /** One that fills a place among those nobody accepts; those that find none are still on it. */
  private static Socket connecting(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(LOOPBACK, port), 50);
    } catch (SocketTimeoutException full) {
      return socket;
    }
    return socket;
  }

  @Test
  void gives_up_on_a_receiver_that_drips() throws IOException {
    try (ServerSocket socket =
        serve(out -> {
          for (byte each : "HTTP/1.1 200 OK\r\nX: ".getBytes(UTF_8)) {
            out.write(each);
            out.flush();
          }
          awaitOver();
        })) {
      assertThat(problem(at(socket), HELLO, SOON)).isEqualTo(new TransportProblem.TimedOut(SOON));
    }
  }

  @Test
  void the_status_counts_even_if_the_body_never_ends() throws IOException {
    try (ServerSocket socket =
        serve(out -> {
          out.write("HTTP/1.1 410 Gone\r\nContent-Length: 99\r\n\r\ngone".getBytes(UTF_8));
          awaitOver();
        })) {
      var response = OPEN.send(post(at(socket), HELLO), Duration.ofSeconds(2));
      assertThat(response.status()).isEqualTo(410);
      assertThat(response.beginning()).isEqualTo("gone");
    }
  }

  @Test
  void an_endless_header_is_cut_off() throws IOException {
    try (ServerSocket socket =
        serve(out -> {
          out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(UTF_8));
          var block = "x".repeat(8192).getBytes(UTF_8);
          for (int i = 0; i < 100_000; i++) {
            out.write(block);
          }
        })) {
      assertThat(problem(at(socket), HELLO, TOTAL)).isEqualTo(new TransportProblem.Unreachable());
    }
  }

  @Test
  void an_answer_that_comes_early_ends_the_sending() throws Exception {
    long length = 256L << 20;
    var received = new CompletableFuture<Long>();
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      Thread.startVirtualThread(() -> {
        try (Socket peer = socket.accept()) {
          var in = peer.getInputStream();
          long bytes = in.read(new byte[8192]);
          peer.getOutputStream()
              .write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
          received.complete(bytes + drained(in));
        } catch (IOException e) {
          received.completeExceptionally(e);
        }
      });
      var content = new Content.File("image/png", source(sparse(length)), length);
      assertThat(OPEN.send(post(at(socket), content), TOTAL).status()).isEqualTo(403);
    }
    assertThat(received.get()).isLessThan(length);
  }

  private static long drained(InputStream in) throws IOException {
    long bytes = 0;
    var block = new byte[64 << 10];
    try {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        bytes += count;
      }
    } catch (SocketException cut) {
      return bytes;
    }
    return bytes;
  }

  private interface Script {
    void run(OutputStream out) throws IOException;
  }

  /** One connection whose request is read once and answered by the script. */
  private static ServerSocket serve(Script script) throws IOException {
    ServerSocket socket = new ServerSocket(0, 1, LOOPBACK);
    Thread.startVirtualThread(() -> {
      try (Socket peer = socket.accept()) {
        int _ = peer.getInputStream().read(new byte[4096]);
        script.run(peer.getOutputStream());
      } catch (IOException e) {
        // The client has cut the connection, as it should.
      }
    });
    return socket;
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

  private static URI at(ServerSocket socket) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  private static OutboundRequest post(URI uri, Content content) {
    return new OutboundRequest("POST", uri, Map.of(), content);
  }

  private static TransportProblem problem(URI uri, Content content, Duration total) {
    return problem(OPEN, post(uri, content), total);
  }

  private static TransportProblem problem(
      GuardedClient client, OutboundRequest request, Duration total) {
    return catchThrowableOfType(TransportException.class, () -> client.send(request, total))
        .problem();
  }

  private static Content.Source source(Path file) {
    return () -> Files.newInputStream(file);
  }
}
