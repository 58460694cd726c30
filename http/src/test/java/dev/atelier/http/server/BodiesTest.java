package dev.atelier.http.server;

import static dev.atelier.http.server.TestServer.head;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.http.wire.SseWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BodiesTest {
  private static final Handler READ_ALL =
      e -> {
        long bytes = e.body().transferTo(java.io.OutputStream.nullOutputStream());
        e.respond(200, "text/plain", Long.toString(bytes).getBytes(UTF_8));
      };

  @Test
  void a_declared_length_over_the_limit_is_refused_before_reading() throws Exception {
    Handler never =
        e -> {
          throw new AssertionError("the handler was asked");
        };
    try (TestServer server = TestServer.with("POST", "/x", 10, never);
        RawClient client = server.client()) {
      RawClient.Answer answer = client.send(head("POST", "/x", "Content-Length: 11")).answer();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).isEqualTo("{\"root\":\"at most 10\"}");
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void a_client_that_expects_to_be_asked_is_refused_without_sending() throws Exception {
    try (TestServer server = TestServer.with("POST", "/x", 10, READ_ALL);
        RawClient client = server.client()) {
      String[] headers = {"Content-Length: 11", "Expect: 100-continue"};
      assertThat(client.send(head("POST", "/x", headers)).answer().status()).isEqualTo(413);
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void a_chunked_body_is_counted_while_it_is_read() throws Exception {
    try (TestServer server = TestServer.with("POST", "/x", 10, READ_ALL)) {
      try (RawClient client = server.client()) {
        String fits = "5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n";
        client.send(head("POST", "/x", "Transfer-Encoding: chunked") + fits);
        assertThat(client.answer().body()).isEqualTo("10");
        String larger = "5\r\nhello\r\n6\r\nworld!\r\n0\r\n\r\n";
        client.send(head("POST", "/x", "Transfer-Encoding: chunked") + larger);
        assertThat(client.answer().status()).isEqualTo(413);
        assertThat(client.closed()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_client_that_sends_everything_first_still_reads_the_413(boolean chunked) throws Exception {
    byte[] body = new byte[40 << 20];
    try (TestServer server = TestServer.with("POST", "/x", 1 << 20, READ_ALL);
        RawClient client = server.client()) {
      if (chunked) {
        client.send(head("POST", "/x", "Transfer-Encoding: chunked"));
        client.send(Integer.toHexString(body.length) + "\r\n").send(body).send("\r\n0\r\n\r\n");
      } else {
        client.send(head("POST", "/x", "Content-Length: " + body.length)).send(body);
      }
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void a_common_client_reads_the_413_of_a_chunked_upload() throws Exception {
    try (TestServer server = TestServer.with("POST", "/x", 1 << 20, READ_ALL);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri("/x"))
              .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[8 << 20])))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    }
  }

  @Test
  void a_connection_goes_on_after_a_refusal_that_left_the_body_unread() throws Exception {
    Handler lazy = e -> e.respond(400, "text/plain", "no".getBytes(UTF_8));
    try (TestServer server = TestServer.with("POST", "/x", 1 << 20, lazy);
        RawClient client = server.client()) {
      for (int i = 0; i < 2; i++) {
        client.send(head("POST", "/x", "Content-Length: 300000")).send(new byte[300_000]);
        assertThat(client.answer().status()).isEqualTo(400);
      }
    }
  }

  @Test
  void a_body_that_stalls_is_answered_with_408() throws Exception {
    HttpLimits impatient = HttpLimits.DEFAULT.withIdle(Duration.ofMillis(200));
    Mount mount = Mount.at(TestServer.errors("root")).post("/x", READ_ALL);
    try (TestServer server = new TestServer(impatient, mount);
        RawClient client = server.client()) {
      client.send(head("POST", "/x", "Content-Length: 5") + "abc");
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void a_silent_connection_is_closed() throws Exception {
    HttpLimits impatient = HttpLimits.DEFAULT.withIdle(Duration.ofMillis(200));
    Mount mount = Mount.at(TestServer.errors("root")).post("/x", READ_ALL);
    try (TestServer server = new TestServer(impatient, mount);
        RawClient client = server.client()) {
      assertThat(client.send(head("GET", "/none")).answer().status()).isEqualTo(404);
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void a_handler_may_wait_longer_than_a_connection_may_be_silent() throws Exception {
    HttpLimits impatient = HttpLimits.DEFAULT.withIdle(Duration.ofMillis(100));
    CountDownLatch longer = new CountDownLatch(1);
    Handler waiting =
        e -> {
          assertThat(longer.await(600, TimeUnit.MILLISECONDS)).isFalse();
          e.respond(200, "text/plain", "done".getBytes(UTF_8));
        };
    try (TestServer server =
        new TestServer(impatient, Mount.at(TestServer.errors("root")).get("/x", waiting))) {
      assertThat(server.get("/x").body()).isEqualTo("done");
    }
  }

  @Test
  void a_body_that_ends_early_is_a_client_that_is_gone() throws Exception {
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    Handler reading =
        e -> {
          try {
            e.body().readAllBytes();
            seen.complete(new AssertionError("no end was seen"));
          } catch (IOException failure) {
            seen.complete(failure);
            throw failure;
          }
        };
    try (TestServer server = TestServer.with("POST", "/x", 100, reading)) {
      try (RawClient client = server.client()) {
        client.send(head("POST", "/x", "Content-Length: 50") + "abc");
      }
      assertThat(seen.get(20, TimeUnit.SECONDS)).isInstanceOf(ClientGoneException.class);
      assertThat(server.logged().status()).isEqualTo(499);
    }
  }

  @Test
  void broken_chunks_are_answered_with_400() throws Exception {
    try (TestServer server = TestServer.with("POST", "/x", 100, READ_ALL);
        RawClient client = server.client()) {
      client.send(head("POST", "/x", "Transfer-Encoding: chunked") + "zz\r\nhello");
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("bad: ");
    }
  }

  @Test
  void malformed_json_is_answered_with_400() throws Exception {
    Handler reading = e -> JsonReader.parse(e.body(), JsonLimits.DEFAULT, FieldSpool.NONE);
    try (TestServer server = TestServer.with("POST", "/x", 100, reading);
        RawClient client = server.client()) {
      RawClient.Answer answer =
          client.send(head("POST", "/x", "Content-Length: 3") + "{,}").answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("not valid JSON at byte 1");
    }
  }

  @Test
  void an_image_is_streamed_into_a_json_answer() throws Exception {
    byte[] image = new byte[2_000_000];
    Handler streaming =
        e ->
            new JsonWriterStream(e.respond(200, "application/json"))
                .beginObject()
                .base64Field("b64_json", new ByteArrayInputStream(image))
                .endObject();
    try (TestServer server = TestServer.with("GET", "/x", 0, streaming)) {
      String body = server.get("/x").body();
      assertThat(body).hasSize("{\"b64_json\":\"\"}".length() + (2_000_000 + 2) / 3 * 4);
      assertThat(body).startsWith("{\"b64_json\":\"AAAA").endsWith("\"}");
    }
  }

  @Test
  void a_small_streamed_answer_has_a_length() throws Exception {
    Handler streaming = e -> e.respond(200, "text/plain").write("hello".getBytes(UTF_8));
    try (TestServer server = TestServer.with("GET", "/x", 0, streaming)) {
      assertThat(server.get("/x").headers()).containsEntry("content-length", "5");
    }
  }

  @Test
  void events_arrive_one_by_one_while_the_handler_goes_on() throws Exception {
    CountDownLatch firstSeen = new CountDownLatch(1);
    Handler streaming =
        e -> {
          SseWriter events = e.sse();
          events.event("one", "{}");
          assertThat(firstSeen.await(20, TimeUnit.SECONDS)).isTrue();
          events.comment("keepalive");
          events.event("two", "{}");
        };
    try (TestServer server = TestServer.with("GET", "/x", 0, streaming);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(server.uri("/x")).build(), BodyHandlers.ofInputStream());
      assertThat(answer.headers().map())
          .containsEntry("cache-control", java.util.List.of("no-store"))
          .containsEntry("x-accel-buffering", java.util.List.of("no"))
          .containsEntry("content-type", java.util.List.of("text/event-stream; charset=utf-8"));
      byte[] first = answer.body().readNBytes("event: one\ndata: {}\n\n".length());
      assertThat(new String(first, UTF_8)).isEqualTo("event: one\ndata: {}\n\n");
      firstSeen.countDown();
      assertThat(new String(answer.body().readAllBytes(), UTF_8))
          .isEqualTo(": keepalive\n\nevent: two\ndata: {}\n\n");
    }
  }

  @Test
  void writing_to_a_client_that_left_says_so() throws Exception {
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    Handler endless =
        e -> {
          SseWriter events = e.sse();
          try {
            while (true) {
              events.comment("keepalive");
            }
          } catch (IOException failure) {
            seen.complete(failure);
            throw failure;
          }
        };
    try (TestServer server = TestServer.with("GET", "/x", 0, endless)) {
      try (RawClient client = server.client()) {
        client.send(head("GET", "/x"));
        assertThat(client.line()).contains("200");
      }
      assertThat(seen.get(20, TimeUnit.SECONDS)).isInstanceOf(ClientGoneException.class);
    }
  }
}
