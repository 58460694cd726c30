package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that listens to a job's events, as browsers do. */
final class Story implements AutoCloseable {
  private final HttpResponse<java.io.InputStream> answer;
  private final BufferedReader lines;
  private Optional<String> retry = Optional.empty();

  /** One event; its id is empty for one that passes. */
  record Heard(String id, String type, JsonNode data) {
    /** A durable event as the document has it. */
    Heard published() {
      Contract.assertValid(
          "/components/schemas/" + (id.isEmpty() ? "Moment" : "Event"), data.toString());
      assertThat(data.path("type").stringValue()).isEqualTo(type);
      return this;
    }
  }

  private Story(HttpResponse<java.io.InputStream> answer) {
    this.answer = answer;
    this.lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  static Story of(ApiServer server, String job, String... lastEventId) throws Exception {
    return of(server.request(Client.JOBS + "/" + job + "/events"), lastEventId);
  }

  /** One whose previews bring their pictures. */
  static Story withPreviews(ApiServer server, String job) throws Exception {
    return of(server.request(Client.JOBS + "/" + job + "/events?partials=true"));
  }

  private static Story of(HttpRequest.Builder request, String... lastEventId) throws Exception {
    for (String id : lastEventId) {
      request.header("Last-Event-ID", id);
    }
    var answer =
        HttpClient.newHttpClient().send(request.GET().build(), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new Story(answer);
  }

  /** The status of a request that the server may not answer with a stream. */
  static Reply reply(ApiServer server, String job, String lastEventId) throws Exception {
    return server.send(
        server.request(Client.JOBS + "/" + job + "/events").header("Last-Event-ID", lastEventId));
  }

  /** The next event; empty at the end of the stream. */
  Optional<Heard> next() throws IOException {
    String id = "";
    String type = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("retry: ")) {
        retry = Optional.of(line.substring(7));
      } else if (line.startsWith("data: ")) {
        JsonNode data = JsonMapper.shared().readTree(line.substring(6));
        return Optional.of(new Heard(id, type, data).published());
      }
    }
    return Optional.empty();
  }

  /** All that is left. */
  List<Heard> rest() throws IOException {
    var heard = new ArrayList<Heard>();
    for (var next = next(); next.isPresent(); next = next()) {
      heard.add(next.get());
    }
    return heard;
  }

  Optional<String> retry() {
    return retry;
  }

  @Override
  public void close() throws IOException {
    answer.body().close();
  }
}
