package dev.atelier.benchmarks.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.benchmarks.figures.Millis;
import dev.atelier.benchmarks.scratch.ScratchDirectory;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.MigrationLocations;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How soon the pages of a gallery of many images come, and whether it scrolls smoothly in a browser
 * where the environment names one as the tests do ({@code STUDIO_CHROMIUM}).
 */
final class MeasureGallery {
  private static final String KEY = "benchmarks-admin-key";
  private static final int WARM_UP = 200;
  private static final int ROUNDS = 100;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path data;

  private MeasureGallery(Path data) {
    this.data = data;
  }

  static void main(String[] words) throws Exception {
    int images = words.length > 0 ? Integer.parseInt(words[0]) : 50_000;
    try (var directory = ScratchDirectory.create("gallery")) {
      new MeasureGallery(directory.path()).run(images);
    }
  }

  private void run(int images) throws Exception {
    JsonNode job;
    try (AtelierServer server = start()) {
      job = make(server.uri());
    }
    try (var database =
        SqliteDatabase.open(
            data.resolve("atelier.db"), MigrationLocations.ALL, SqliteOptions.DEFAULT)) {
      new CloneJob(
              database, job.path("id").stringValue(), job.at("/images/0/artifact").stringValue())
          .times(images);
    }
    try (AtelierServer server = start()) {
      for (int i = 0; i < WARM_UP; i++) {
        String _ = get(server.uri(), "images?limit=100&q=fox");
      }
      IO.println("of a gallery of " + images + " images, in one process with its client:");
      measure(server.uri(), "the first page, 100 images", "images?limit=100");
      measure(server.uri(), "the first 100 for a common word", "images?limit=100&q=lighthouse");
      measure(server.uri(), "a page of 5,000 jobs without a match", "images?limit=100&q=zebra");
      search(server.uri());
      scroll(server.uri());
    }
  }

  private void measure(URI server, String what, String path) throws Exception {
    var times = new ArrayList<Long>();
    for (int i = 0; i < ROUNDS; i++) {
      long begun = System.nanoTime();
      String _ = get(server, path);
      times.add(System.nanoTime() - begun);
    }
    IO.println("  " + what + ": " + Millis.ofNanos(times));
  }

  /** All pages that lead to the one image that was made first. */
  private void search(URI server) throws Exception {
    long begun = System.nanoTime();
    int pages = 0;
    String after = "";
    JsonNode page;
    do {
      page = JsonMapper.shared().readTree(get(server, "images?limit=100&q=zebra" + after));
      after = "&after=" + page.path("next_after").stringValue("");
      pages++;
    } while (page.path("data").isEmpty() && page.path("has_more").booleanValue());
    IO.println(
        "  the oldest of all, in %d pages: %d ms"
            .formatted(pages, (System.nanoTime() - begun) / 1_000_000));
  }

  private static void scroll(URI server) throws IOException, InterruptedException {
    if (!System.getenv().containsKey("STUDIO_CHROMIUM")) {
      IO.println("  no browser: STUDIO_CHROMIUM names none");
      return;
    }
    var builder = new ProcessBuilder("node", "studio/src/test/web/scroll.mjs");
    builder
        .environment()
        .putAll(Map.of("STUDIO_URL", server.toString().replaceAll("/$", ""), "STUDIO_KEY", KEY));
    int code = builder.inheritIO().start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("the browser's part ended with " + code);
    }
  }

  private AtelierServer start() {
    return AtelierServer.start(
        ServerConfig.load(
            Optional.empty(),
            Map.of("ATELIER_ADMIN_KEY", KEY),
            Map.of("port", "0", "data", data.toString(), "log.access", "false")));
  }

  private JsonNode make(URI server) throws Exception {
    String order =
        "{\"prompt\":\"" + CloneJob.PROMPT + "\",\"quality\":\"low\",\"format\":\"webp\"}";
    var request =
        request(server, "jobs")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(order))
            .build();
    String id =
        JsonMapper.shared()
            .readTree(client.send(request, BodyHandlers.ofString(UTF_8)).body())
            .path("id")
            .stringValue();
    JsonNode job;
    do {
      job = JsonMapper.shared().readTree(get(server, "jobs/" + id));
    } while (List.of("queued", "running").contains(job.path("state").stringValue()));
    return job;
  }

  private String get(URI server, String path) throws Exception {
    var answer = client.send(request(server, path).build(), BodyHandlers.ofString(UTF_8));
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + answer.body());
    }
    return answer.body();
  }

  private static HttpRequest.Builder request(URI server, String path) {
    return HttpRequest.newBuilder(server.resolve("/api/v1/" + path))
        .header("Authorization", "Bearer " + KEY);
  }
}
