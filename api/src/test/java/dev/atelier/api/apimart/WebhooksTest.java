package dev.atelier.api.apimart;

import static dev.atelier.api.apimart.Client.assertError;
import static dev.atelier.api.apimart.Client.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Receiver;
import dev.atelier.api.Reply;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that ask to be called when their task has ended. */
@Timeout(120)
class WebhooksTest {
  private static final String INVALID = "invalid_request_error";
  private static final Callbacks ANYWHERE = new Callbacks(new GuardedClient(true), true);
  private static final Callbacks OUTSIDE =
      new Callbacks(new GuardedClient(false, WebhooksTest::resolve), false);
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "/api,/api/callback",
    "/api/,/api/callback",
    "'',/callback",
    "/,/callback",
    "/a%20b?key=1&x=%2F,/a%20b/callback?key=1&x=%2F"
  })
  void a_completed_task_is_told_in_the_words_of_a_query(String base, String called)
      throws Exception {
    try (var receiver = new Receiver();
        var server = ApiServer.start(directory, s -> s.with(ANYWHERE))) {
      var client = new Client(server);
      String task = id(client.submit(webhook(receiver.url(base))));
      Reply ended = client.ended(task);
      server.sendDue();

      assertThat(ended.text("/data/status")).isEqualTo("completed");
      assertThat(receiver.received())
          .containsExactly(new Receiver.Received("POST", called, "application/json", ended.body()));
      server.clock.advance(Duration.ofDays(1));
      assertThat(server.sendDue()).isZero();
    }
  }

  @Test
  void a_failed_task_is_told_too_and_so_is_a_cancelled_one() throws Exception {
    var held = new Held();
    var spent = FakeProvider.Answer.of(new AttemptOutcome.Spent("an empty answer"));
    try (var receiver = new Receiver();
        var server =
            ApiServer.start(
                directory, s -> s.with(ANYWHERE).with(FakeProvider.paid().answers(spent, held)))) {
      var client = new Client(server);
      Reply failed = client.ended(id(client.submit(webhook(receiver.url("")))));
      String cancelled = id(client.submit(webhook(receiver.url(""))));
      held.awaitBegun();
      server.put("/v1/queue/gpt_image_2/requests/" + cancelled + "/cancel");
      server.sendDue();

      assertThat(failed.text("/data/status")).isEqualTo("failed");
      assertThat(receiver.received())
          .extracting(Receiver.Received::body)
          .containsExactlyInAnyOrder(failed.body(), client.query(cancelled).body());
      held.release();
    }
  }

  @Test
  void nothing_is_told_before_the_end_nor_to_those_who_did_not_ask() throws Exception {
    var held = new Held();
    try (var receiver = new Receiver();
        var server =
            ApiServer.start(
                directory, s -> s.with(ANYWHERE).with(FakeProvider.paid().answers(held)))) {
      var client = new Client(server);
      String asking = id(client.submit(webhook(receiver.url(""))));
      held.awaitBegun();
      client.ended(id(client.submit("")));
      assertThat(server.sendDue()).isZero();

      held.release();
      client.ended(asking);
      assertThat(server.sendDue()).isEqualTo(1);
    }
  }

  @Test
  void a_receiver_that_fails_is_called_three_times_more_after_10_30_and_60_seconds()
      throws Exception {
    try (var receiver = new Receiver(500, 503, 502, 500, 200);
        var server = ApiServer.start(directory, s -> s.with(ANYWHERE))) {
      var client = new Client(server);
      client.ended(id(client.submit(webhook(receiver.url("")))));
      server.sendDue();

      for (int wait : List.of(10, 30, 60)) {
        server.clock.advance(Duration.ofSeconds(wait).minusMillis(1));
        assertThat(server.sendDue()).isZero();
        server.clock.advance(Duration.ofMillis(1));
        assertThat(server.sendDue()).isEqualTo(1);
      }
      server.clock.advance(Duration.ofDays(1));

      assertThat(server.sendDue()).isZero();
      assertThat(receiver.received()).hasSize(4);
      assertThat(receiver.received().stream().distinct()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 410, 422})
  void a_receiver_that_refuses_is_not_called_again(int status) throws Exception {
    try (var receiver = new Receiver(status);
        var server = ApiServer.start(directory, s -> s.with(ANYWHERE))) {
      var client = new Client(server);
      client.ended(id(client.submit(webhook(receiver.url("")))));
      server.sendDue();
      server.clock.advance(Duration.ofDays(1));

      assertThat(server.sendDue()).isZero();
      assertThat(receiver.received()).hasSize(1);
    }
  }

  @Test
  void a_receiver_has_ten_seconds() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var renderer = server.renderer(ApiMartApi.RENDERER);

      assertThat(renderer.retryPolicy().timeout()).isEqualTo(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/x",
        "http://127.1/x",
        "http://2130706433/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest",
        "http://localhost/x",
        "http://inside.example/x",
        "http://mixed.example/x",
        "https://hooks.example:8443/x",
        "http://hooks.example:8080/x",
        "http://user:secret@hooks.example/x",
        "ftp://hooks.example/x",
        "hooks.example/x",
        "/x",
        "http://",
        "http:///x",
        "http://a b/"
      })
  void an_address_that_may_not_be_called_is_refused_at_once(String url) throws Exception {
    try (var server = ApiServer.start(directory, s -> s.with(OUTSIDE))) {
      Reply reply = new Client(server).submit(webhook(url));

      assertError(reply, 400, INVALID);
      assertThat(reply.text("/error/param")).isEqualTo("webhook");
      assertThat(reply.body()).doesNotContain("secret");
      assertThat(server.jobs()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example/x",
        "https://hooks.example:443/x",
        "http://hooks.example:80",
        "http://nobody-knows-me.example/x"
      })
  void a_public_address_is_accepted(String url) throws Exception {
    try (var server = ApiServer.start(directory, s -> s.with(OUTSIDE))) {
      assertThat(new Client(server).submit(webhook(url)).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "true", "{}", "[\"https://hooks.example\"]"})
  void anything_but_a_text_is_refused(String value) throws Exception {
    try (var server = ApiServer.start(directory, s -> s.with(OUTSIDE))) {
      assertError(new Client(server).submit("\"webhook\":" + value), 400, INVALID);
    }
  }

  @Test
  void a_repeat_is_told_once_and_another_address_is_another_request() throws Exception {
    try (var receiver = new Receiver();
        var server = ApiServer.start(directory, s -> s.with(ANYWHERE))) {
      var client = new Client(server);
      Reply first = server.send(keyed(server, receiver.url("/a")));
      Reply same = server.send(keyed(server, receiver.url("/a")));
      Reply other = server.send(keyed(server, receiver.url("/b")));
      client.ended(id(first));
      server.sendDue();

      assertThat(same.body()).isEqualTo(first.body());
      assertError(other, 409, INVALID);
      assertThat(receiver.received()).hasSize(1);
    }
  }

  private static java.net.http.HttpRequest.Builder keyed(ApiServer server, String url) {
    return server
        .json(Client.SUBMIT, "{\"prompt\":\"fox\"," + webhook(url) + "}")
        .header("Idempotency-Key", "order-1");
  }

  private static String webhook(String url) {
    return "\"webhook\":\"" + url + "\"";
  }

  private static List<InetAddress> resolve(String host) throws UnknownHostException {
    return switch (host) {
      case "localhost", "inside.example" -> List.of(InetAddress.getLoopbackAddress());
      case "mixed.example" ->
          List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.getLoopbackAddress());
      case "hooks.example" -> List.of(InetAddress.ofLiteral("8.8.8.8"));
      default -> throw new UnknownHostException(host);
    };
  }
}
