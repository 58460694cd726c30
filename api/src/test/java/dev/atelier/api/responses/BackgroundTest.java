package dev.atelier.api.responses;

import static dev.atelier.api.responses.Client.body;
import static dev.atelier.api.responses.Client.events;
import static dev.atelier.api.responses.Client.names;
import static dev.atelier.api.responses.Client.requireError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.api.openai.ImagesSchema;
import dev.atelier.provider.FakeProvider;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Responses that are made whether or not anybody waits. */
@Timeout(120)
class BackgroundTest {
  private static final String BACKGROUND = ",\"background\":true";

  @TempDir Path directory;
  private ApiServer server;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(directory);
    client = new Client(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void it_is_answered_at_once_and_asked_for_until_it_is_there() throws Exception {
    var held = new Held();
    server.provider.answers(held);

    Reply accepted = client.fox(BACKGROUND + ",\"metadata\":{\"job\":\"42\"}");

    ImagesSchema.assertValid("Response", accepted.body());
    assertThat(accepted.text("/status")).isEqualTo("queued");
    assertThat(accepted.json().path("background").booleanValue()).isTrue();
    assertThat(accepted.json().path("output")).isEmpty();
    held.awaitBegun();
    Reply running = client.get(Client.id(accepted));
    ImagesSchema.assertValid("Response", running.body());
    assertThat(running.text("/status")).isEqualTo("in_progress");
    held.release();
    JsonNode ended = client.ended(Client.id(accepted));
    ImagesSchema.assertValid("Response", ended.toString());
    assertThat(ended.path("status").stringValue()).isEqualTo("completed");
    assertThat(ended.at("/output/0/result").stringValue()).isNotEmpty();
    assertThat(ended.at("/metadata/job").stringValue()).isEqualTo("42");
  }

  @Test
  void it_is_cancelled_and_stays_so() throws Exception {
    var held = new Held();
    server.provider.answers(held);
    String id = Client.id(client.fox(BACKGROUND));
    held.awaitBegun();

    Reply cancelled = client.cancel(id);
    Reply again = client.cancel(id);

    ImagesSchema.assertValid("Response", cancelled.body());
    assertThat(cancelled.text("/status")).as(cancelled.body()).isEqualTo("cancelled");
    assertThat(cancelled.json().path("output")).isEmpty();
    assertThat(cancelled.json().path("usage").isNull()).isTrue();
    assertThat(again.text("/status")).isEqualTo("cancelled");
    held.release();
    assertThat(client.get(id).text("/status")).isEqualTo("cancelled");
  }

  @Test
  void one_that_is_done_stays_done() throws Exception {
    String id = Client.id(client.fox(BACKGROUND));
    client.ended(id);

    assertThat(client.cancel(id).text("/status")).isEqualTo("completed");
  }

  @Test
  void one_that_was_waited_for_cannot_be_cancelled() throws Exception {
    requireError(
        client.cancel(Client.id(client.fox(""))), 400, "invalid_request_error", "null", "null");
  }

  @Test
  void deleting_one_that_runs_cancels_it() throws Exception {
    var held = new Held();
    server.provider.answers(held);
    Reply accepted = client.fox(BACKGROUND);
    String job = accepted.header("x-atelier-job").orElseThrow();
    held.awaitBegun();

    assertThat(client.delete(Client.id(accepted)).status()).isEqualTo(200);

    assertThat(client.get(Client.id(accepted)).status()).isEqualTo(404);
    assertThat(server.get("/api/v1/jobs/" + job).text("/state")).isEqualTo("cancelled");
    held.release();
  }

  @Test
  void it_must_be_stored() throws Exception {
    requireError(
        client.fox(BACKGROUND + ",\"store\":false"),
        400,
        "invalid_request_error",
        "background",
        "invalid_value");
  }

  @Test
  void its_stream_begins_in_the_queue() throws Exception {
    server.provider.answers((provider, call, results) -> {
      Client.preview(provider, results, 0);
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });

    List<Client.Event> events = events(streamed());

    assertThat(names(events))
        .containsExactly(
            "created",
            "queued",
            "in_progress",
            "output_item.added",
            "call.in_progress",
            "call.generating",
            "call.partial_image",
            "call.completed",
            "output_item.done",
            "completed");
    assertThat(events.get(0).text("/response/status")).isEqualTo("queued");
    assertThat(events.get(2).text("/response/status")).isEqualTo("in_progress");
  }

  @Test
  void a_stream_that_was_cut_is_resumed_live_with_the_previews_missed() throws Exception {
    var first = new CountDownLatch(1);
    var cut = new CountDownLatch(1);
    var last = new CountDownLatch(1);
    server.provider.answers((provider, call, results) -> {
      Client.preview(provider, results, 0);
      first.countDown();
      require(cut);
      Client.preview(provider, results, 1);
      require(last);
      Client.preview(provider, results, 2);
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });
    String id;
    try (var heard = open(server.json(Client.PATH, previews()).build())) {
      id = heard.next().text("/response/id");
      while (!heard.next().name().endsWith("partial_image")) {
        // until the first preview, whose number is 6
      }
    }
    cut.countDown();

    var events = new ArrayList<Client.Event>();
    try (var heard =
        open(
            server
                .request(Client.PATH + "/" + id + "?stream=true&starting_after=6")
                .GET()
                .build())) {
      events.add(heard.next());
      last.countDown();
      while (heard.hasNext()) {
        events.add(heard.next());
      }
    }

    assertThat(names(events))
        .containsExactly(
            "call.partial_image",
            "call.partial_image",
            "call.completed",
            "output_item.done",
            "completed");
    assertThat(events).extracting(Client.Event::number).containsExactly(7, 8, 9, 10, 11);
    assertThat(events.get(0).data().path("partial_image_index").intValue()).isEqualTo(1);
    List<Client.Event> later = events(client.get(id + "?stream=true&starting_after=1"));
    assertThat(later.getFirst().number()).isEqualTo(2);
    assertThat(names(later)).contains("call.partial_image").endsWith("completed");
    assertThat(later).hasSize(10);
  }

  @Test
  void a_repetition_of_a_stream_is_told_the_same_response() throws Exception {
    var held = new Held();
    server.provider.answers(held);
    String id;
    try (var heard = open(server.json(Client.PATH, previews()).build())) {
      id = heard.next().text("/response/id");
      held.awaitBegun();
    }
    held.release();

    Reply again =
        server.send(server.json(Client.PATH, previews()).header("X-Stainless-Retry-Count", "1"));

    List<Client.Event> events = events(again);
    assertThat(events.getFirst().text("/response/id")).isEqualTo(id);
    assertThat(names(events)).endsWith("completed");
    assertThat(server.jobs()).isEqualTo(1);
  }

  @Test
  void what_is_cancelled_ends_its_stream() throws Exception {
    var held = new Held();
    server.provider.answers(held);
    try (var heard = open(server.json(Client.PATH, previews()).build())) {
      String id = heard.next().text("/response/id");
      held.awaitBegun();
      client.cancel(id);
      Client.Event end = heard.next();
      while (heard.hasNext()) {
        end = heard.next();
      }
      assertThat(end.name()).isEqualTo("response.failed");
      assertThat(end.text("/response/status")).isEqualTo("cancelled");
    } finally {
      held.release();
    }
  }

  private Reply streamed() throws Exception {
    return client.create(previews());
  }

  private static String previews() {
    return body("\"a fox\"", ",\"partial_images\":3", BACKGROUND + ",\"stream\":true");
  }

  private static void require(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nothing happened for 30 s");
    }
  }

  private Heard open(HttpRequest request) throws Exception {
    HttpResponse<Stream<String>> response =
        server.client().send(request, HttpResponse.BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    return new Heard(response.body());
  }

  /** A stream as it is heard. */
  private static final class Heard implements AutoCloseable {
    private final Stream<String> body;
    private final Iterator<String> lines;
    private String name = "";

    Heard(Stream<String> body) {
      this.body = body;
      this.lines = body.iterator();
    }

    boolean hasNext() {
      while (lines.hasNext()) {
        String line = lines.next();
        if (line.startsWith("event: ")) {
          name = line;
          return true;
        }
      }
      return false;
    }

    Client.Event next() {
      if (name.isEmpty() && !hasNext()) {
        throw new AssertionError("the stream has ended");
      }
      Client.Event event = Client.Event.of(name + "\n" + lines.next());
      name = "";
      return event;
    }

    @Override
    public void close() {
      body.close();
    }
  }
}
