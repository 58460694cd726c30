package dev.atelier.server.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The administration of a server, by its API. */
final class RemoteDesk implements AdminDesk {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final URI server;
  private final String key;
  private final Duration timeout;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  RemoteDesk(URI server, String key) {
    this(server, key, TIMEOUT);
  }

  /**
   * @param timeout of one call
   */
  RemoteDesk(URI server, String key, Duration timeout) {
    this.server = server;
    this.key = key;
    this.timeout = timeout;
  }

  @Override
  public ObjectNode call(String method, String path, ObjectNode fields) {
    boolean query = method.equals("GET");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path, query ? query(fields) : ""))
            .timeout(timeout)
            .header("Authorization", "Bearer " + key);
    if (query) {
      request.GET();
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(fields.toString()));
    }
    return read(send(request.build()));
  }

  /** Posts what is no JSON. */
  ObjectNode upload(String path, String type, BodyPublisher body) {
    return read(
        send(
            HttpRequest.newBuilder(uri(path, ""))
                .timeout(timeout)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", type)
                .POST(body)
                .build()));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new CommandException(ExitCode.UNREACHABLE, "no server answers at " + server);
    } catch (IOException e) {
      throw new CommandException(ExitCode.UNREACHABLE, "the connection to " + server + " broke");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted");
    }
  }

  private ObjectNode read(HttpResponse<String> answer) {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(answer.body());
    } catch (JacksonException e) {
      throw new CommandException(ExitCode.FAILED, server + " did not answer with JSON");
    }
    if (answer.statusCode() >= 400) {
      throw new CommandException(
          answer.statusCode() < 500 ? ExitCode.REFUSED : ExitCode.FAILED,
          json.path("detail").asString("the server answered " + answer.statusCode()));
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new CommandException(ExitCode.FAILED, server + " did not answer with an object");
  }

  private URI uri(String path, String query) {
    String base = server.toString().replaceAll("/+$", "");
    return URI.create(base + "/api/v1" + path + query);
  }

  private static String query(ObjectNode fields) {
    return fields.isEmpty()
        ? ""
        : fields.properties().stream()
            .map(one ->
                one.getKey()
                    + "="
                    + URLEncoder.encode(one.getValue().asString(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "?", ""));
  }

  @Override
  public void close() {
    client.close();
  }
}
