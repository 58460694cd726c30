package dev.atelier.http.server;

import static dev.atelier.http.server.TestServer.head;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DrainTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final Mount mount =
      Mount.at(TestServer.errors("root"))
          .get(
              "/wait",
              e -> {
                assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
                e.respond(200, "text/plain", "done".getBytes(UTF_8));
              })
          .post("/stream", e -> e.body().transferTo(e.respond(200, "text/plain")));

  @Test
  void running_requests_finish_and_idle_connections_close() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        TestServer server = new TestServer(mount);
        RawClient idle = server.client();
        RawClient running = server.client()) {
      assertThat(idle.send(head("GET", "/none")).answer().status()).isEqualTo(404);
      running.send(head("GET", "/wait"));
      await().until(() -> server.service.inFlight() == 1);

      Future<Boolean> drained = executor.submit(() -> server.service.drain(Duration.ofSeconds(30)));
      await().until(() -> refusesConnections(server));
      assertThat(idle.closed()).isTrue();
      assertThat(drained.isDone()).isFalse();
      release.countDown();

      assertThat(running.answer().body()).isEqualTo("done");
      assertThat(running.closed()).isTrue();
      assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_request_that_begins_while_draining_is_turned_away() throws Exception {
    try (TestServer server = new TestServer(mount);
        RawClient client = server.client()) {
      server.service.turnAway();
      RawClient.Answer refused = client.send(head("GET", "/wait")).answer();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).isEqualTo("{\"root\":\"draining\"}");
      assertThat(refused.headers())
          .containsEntry("retry-after", "5")
          .containsEntry("connection", "close");
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void an_idle_server_is_drained_at_once() throws Exception {
    try (TestServer server = new TestServer(mount)) {
      assertThat(server.service.drain(Duration.ofSeconds(30))).isTrue();
      assertThat(server.service.port()).isPositive();
    }
  }

  @Test
  void a_request_that_outlasts_the_drain_is_reported() throws Exception {
    try (TestServer server = new TestServer(mount);
        RawClient running = server.client()) {
      running.send(head("GET", "/wait"));
      await().until(() -> server.service.inFlight() == 1);
      assertThat(server.service.drain(Duration.ofMillis(50))).isFalse();
      release.countDown();
    }
  }

  @Test
  void a_port_that_is_taken_is_reported() throws Exception {
    try (TestServer server = new TestServer(mount);
        HttpService second = HttpService.builder().port(server.service.port()).build()) {
      assertThatThrownBy(second::start).isInstanceOf(IOException.class);
    }
  }

  @Test
  void hundreds_of_requests_wait_at_once() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try (TestServer server = new TestServer(mount)) {
      for (int i = 0; i < 500; i++) {
        clients.add(server.client().send(head("GET", "/wait")));
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> server.service.inFlight() == 500);
      release.countDown();
      for (RawClient client : clients) {
        assertThat(client.answer().body()).isEqualTo("done");
        client.close();
      }
    }
  }

  private static boolean refusesConnections(TestServer server) {
    try (RawClient client = server.client()) {
      return client.closed();
    } catch (Exception e) {
      return true;
    }
  }
}
