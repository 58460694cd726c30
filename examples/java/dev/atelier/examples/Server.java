package dev.atelier.examples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON calls and polling, as the examples need them. */
final class Server {
  static final String URL = setting("ATELIER_URL", "http://127.0.0.1:8080");
  static final String KEY = setting("ATELIER_KEY", "");

  /** The vendors' advice: first after 10 to 20 seconds, then every 3 to 5. */
  private static final Duration FIRST = seconds("FIRST_POLL_SECONDS", "10");

  private static final Duration NEXT = seconds("NEXT_POLL_SECONDS", "4");
  private static final int POLLS_MAX = 200;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  private Server() {}

  static JsonNode get(String url) throws IOException, InterruptedException {
    return answer(request(url).GET());
  }

  static JsonNode post(String url, Object body, String... headers)
      throws IOException, InterruptedException {
    var request = request(url).POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
    return answer(headers.length == 0 ? request : request.headers(headers));
  }

  /** Asks until there is an answer; a server that is away for a moment is asked again. */
  static JsonNode poll(Callable<Optional<JsonNode>> question) throws Exception {
    Thread.sleep(FIRST);
    for (int i = 0; i < POLLS_MAX; i++) {
      try {
        Optional<JsonNode> answer = question.call();
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (IOException away) {
        System.err.println("asking again: " + away.getMessage());
      }
      Thread.sleep(NEXT);
    }
    throw new IllegalStateException("not finished in time; its id can be asked for later");
  }

  /** Fetches a signed link, which needs no key. */
  static void download(String link, Path file) throws IOException, InterruptedException {
    HttpResponse<Path> response =
        HTTP.send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofFile(file));
    if (response.statusCode() != 200) {
      throw new IllegalStateException("the link answered " + response.statusCode());
    }
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + KEY)
        .header("Content-Type", "application/json");
  }

  private static JsonNode answer(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 500 || response.statusCode() == 429) {
      throw new IOException("the server answered " + response.statusCode());
    }
    if (response.statusCode() >= 400) {
      throw new IllegalArgumentException(response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  private static Duration seconds(String name, String fallback) {
    return Duration.ofMillis((long) (1000 * Double.parseDouble(setting(name, fallback))));
  }

  private static String setting(String name, String fallback) {
    return Optional.ofNullable(System.getenv(name)).orElse(fallback);
  }
}
