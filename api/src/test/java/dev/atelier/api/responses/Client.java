package dev.atelier.api.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.openai.ImagesSchema;
import dev.atelier.image.ImageSize;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of this API. */
record Client(ApiServer server) {
  static final String PATH = "/v1/responses";

  /** The fields of the smallest and cheapest picture. */
  static final String SMALL =
      "\"type\":\"image_generation\",\"size\":\"1024x640\",\"quality\":\"low\"";

  Reply create(String json) throws Exception {
    return server.post(PATH, json);
  }

  /** A text model is asked for a fox; {@code more} are further members of the body. */
  Reply fox(String more) throws Exception {
    return create(body("\"a fox\"", "", more));
  }

  /**
   * @param input as JSON
   * @param tool further members of the tool, each behind a comma
   * @param more further members of the body, each behind a comma
   */
  static String body(String input, String tool, String more) {
    return "{\"model\":\"gpt-5.5\",\"input\":%s,\"tools\":[{%s%s}]%s}"
        .formatted(input, SMALL, tool, more);
  }

  Reply get(String id) throws Exception {
    return server.get(PATH + "/" + id);
  }

  Reply delete(String id) throws Exception {
    return server.send(server.request(PATH + "/" + id).DELETE());
  }

  Reply cancel(String id) throws Exception {
    return server.send(server.request(PATH + "/" + id + "/cancel").POST(BodyPublishers.noBody()));
  }

  Reply inputItems(String id, String query) throws Exception {
    return server.get(PATH + "/" + id + "/input_items" + query);
  }

  /** The response as it ended. */
  JsonNode ended(String id) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> get(id).json(),
            now -> !List.of("queued", "in_progress").contains(now.path("status").stringValue()));
  }

  /** The id of a response that was made. */
  static String id(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.text("/id");
  }

  static Reply requireError(Reply reply, int status, String type, String param, String code) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    ImagesSchema.assertValid("ErrorResponse", reply.body());
    JsonNode error = reply.json().path("error");
    assertThat(error.path("type").asString("null")).isEqualTo(type);
    assertThat(error.path("param").asString("null")).as(reply.body()).isEqualTo(param);
    assertThat(error.path("code").asString("null")).as(reply.body()).isEqualTo(code);
    return reply;
  }

  /** The frames of an event stream, each valid and numbered without a gap. */
  static List<Event> events(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).doesNotContain("[DONE]");
    List<Event> events =
        Stream.of(reply.body().split("\n\n"))
            .filter(frame -> !frame.startsWith(":") && !frame.isEmpty())
            .map(Event::of)
            .toList();
    int first = events.getFirst().number();
    assertThat(events)
        .extracting(Event::number)
        .containsExactlyElementsOf(IntStream.range(first, first + events.size()).boxed().toList());
    return events;
  }

  static List<String> names(List<Event> events) {
    return events.stream()
        .map(event -> event.name().replace("response.image_generation_call.", "call."))
        .map(name -> name.replace("response.", ""))
        .toList();
  }

  static void preview(FakeProvider provider, Results results, int order) {
    try (Results.Sink sink = results.partial(0, order)) {
      sink.write(provider.png(new ImageSize(64, 40)));
      sink.complete(Results.ImageMetadata.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One event: exactly a name line and a data line. */
  record Event(String name, JsonNode data) {
    static Event of(String frame) {
      List<String> lines = frame.lines().toList();
      assertThat(lines).as(frame).hasSize(2);
      String name = lines.get(0).substring("event: ".length());
      String data = lines.get(1).substring("data: ".length());
      ImagesSchema.assertValid("ResponsesStreamEvent", data);
      JsonNode json = JsonMapper.shared().readTree(data);
      assertThat(json.path("type").stringValue()).isEqualTo(name);
      return new Event(name, json);
    }

    int number() {
      return data.path("sequence_number").intValue(-1);
    }

    String text(String pointer) {
      return data.at(pointer).asString("");
    }
  }
}
