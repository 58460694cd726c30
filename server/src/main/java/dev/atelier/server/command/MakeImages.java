package dev.atelier.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders pictures over the Images API and writes them to files, a few at a time. */
final class MakeImages {
  private static final int AT_ONCE = 4;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final ImageTarget target;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  MakeImages(ImageTarget target) {
    this.target = target;
  }

  /** Makes every order; the worst exit code of any. */
  int all(List<ImageOrder> orders) throws InterruptedException {
    var turns = new Semaphore(AT_ONCE);
    int worst = ExitCode.OK;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<Integer>>();
      for (ImageOrder order : orders) {
        results.add(
            threads.submit(() -> {
              turns.acquire();
              try {
                return one(order);
              } finally {
                turns.release();
              }
            }));
      }
      int done = 0;
      for (Future<Integer> result : results) {
        worst = Math.max(worst, code(result));
        done++;
        if (orders.size() > 1) {
          System.err.println(done + "/" + orders.size());
        }
      }
    }
    return worst;
  }

  private static int code(Future<Integer> result) throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandException known) {
        System.err.println("atelier: " + known.getMessage());
        return known.code();
      }
      System.err.println("atelier: " + e.getCause());
      return ExitCode.FAILED;
    }
  }

  private int one(ImageOrder order) throws IOException, InterruptedException {
    JsonNode answer = send(order);
    int index = 0;
    for (JsonNode image : answer.path("data")) {
      Path file = order.file(index++);
      download(URI.create(image.path("url").asString()), file);
      System.out.println(file);
    }
    return ExitCode.OK;
  }

  private JsonNode send(ImageOrder order) throws IOException, InterruptedException {
    try {
      HttpResponse<String> answer =
          client.send(request(order), HttpResponse.BodyHandlers.ofString());
      JsonNode body = json(answer.body());
      if (answer.statusCode() != 200) {
        throw new CommandException(
            answer.statusCode() < 500 ? ExitCode.REFUSED : ExitCode.FAILED,
            message(body).orElse("HTTP " + answer.statusCode()));
      }
      return body;
    } catch (ConnectException e) {
      throw new CommandException(ExitCode.UNREACHABLE, "no server answers at " + target.server());
    }
  }

  private HttpRequest request(ImageOrder order) throws IOException {
    boolean edit = !order.images().isEmpty();
    URI uri = target.server().resolve(edit ? "/v1/images/edits" : "/v1/images/generations");
    var builder =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + target.key());
    if (edit) {
      var form = new MultipartForm(order);
      return builder.header("Content-Type", form.contentType()).POST(form.publisher()).build();
    }
    var body = JsonMapper.shared().createObjectNode();
    body.put("prompt", order.prompt());
    body.put("response_format", "url");
    order.fields().forEach(body::putPOJO);
    return builder
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
        .build();
  }

  private void download(URI link, Path file) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        client.send(
            HttpRequest.newBuilder(target.server().resolve(link)).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream bytes = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new CommandException(ExitCode.FAILED, "the link answered " + answer.statusCode());
      }
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Optional<String> message(JsonNode body) {
    JsonNode message = body.path("error").path("message");
    return message.isString() ? Optional.of(message.asString()) : Optional.empty();
  }

  private static JsonNode json(String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new CommandException(ExitCode.FAILED, "the server did not answer with JSON");
    }
  }
}
