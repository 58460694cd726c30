package dev.atelier.examples;

import static java.util.Map.entry;

import dev.atelier.image.ImageSize;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An example as a user runs it.
 *
 * @param name its folder and file
 * @param pictures what it writes
 */
record ExampleProgram(String name, Map<String, ImageSize> pictures) {
  static final Path HERE = Path.of("").toAbsolutePath();

  private static final Map<String, Map<String, ImageSize>> PICTURES =
      Map.ofEntries(
          entry("curl/openai.sh", Map.of("openai.png", new ImageSize(1536, 1024))),
          entry("curl/openai-async.sh", Map.of("openai-async.jpg", new ImageSize(1024, 1024))),
          entry("curl/seaart.sh", Map.of("seaart.webp", new ImageSize(1024, 1536))),
          entry("curl/apimart.sh", Map.of("apimart.png", new ImageSize(1536, 864))),
          entry("curl/runware.sh", Map.of("runware.jpg", new ImageSize(1024, 1024))),
          entry("curl/atelier.sh", Map.of("atelier.webp", new ImageSize(1200, 800))),
          entry(
              "node/openai.mjs",
              Map.of(
                  "openai.png", new ImageSize(1024, 1024),
                  "openai-edit.png", new ImageSize(1248, 1248))),
          entry(
              "node/responses.mjs",
              Map.of(
                  "responses.png", new ImageSize(1024, 1024),
                  "responses-edit.png", new ImageSize(1248, 1248),
                  "responses-background.webp", new ImageSize(1024, 1024))),
          entry("node/ai-sdk.mjs", Map.of("ai-sdk.webp", new ImageSize(1024, 1536))),
          entry("curl/responses.sh", Map.of("responses.png", new ImageSize(1536, 1024))),
          entry(
              "node/seaart.mjs",
              Map.of(
                  "seaart-0.png", new ImageSize(1024, 1024),
                  "seaart-1.png", new ImageSize(1024, 1024))),
          entry("node/apimart.mjs", Map.of("apimart.png", new ImageSize(1881, 836))),
          entry(
              "node/runware.mjs",
              Map.of(
                  "runware-0.png", new ImageSize(1024, 1024),
                  "runware-1.png", new ImageSize(1024, 1024))),
          entry("node/runware-ai.mjs", Map.of("runware-ai.png", new ImageSize(1536, 1024))),
          entry("node/webhook.mjs", Map.of("webhook.png", new ImageSize(1024, 1024))),
          entry("node/atelier.mjs", Map.of("atelier.jpg", new ImageSize(1584, 992))),
          entry("java/OpenAiImage", Map.of("openai.png", new ImageSize(1024, 1024))),
          entry("java/SeaArtTask", Map.of("seaart.jpg", new ImageSize(1024, 1024))),
          entry("java/ApiMartTask", Map.of("apimart.png", new ImageSize(2048, 1360))),
          entry("java/RunwareTask", Map.of("runware.webp", new ImageSize(512, 512))),
          entry("java/AtelierJob", Map.of("atelier.png", new ImageSize(1254, 1254))));

  private static boolean installed;

  static Stream<ExampleProgram> all() {
    return new TreeMap<>(PICTURES)
        .entrySet().stream().map(one -> new ExampleProgram(one.getKey(), one.getValue()));
  }

  /** What the examples in Node need; fetched once for all tests. */
  static synchronized void install() throws Exception {
    if (!installed) {
      var npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund");
      ProgramRun.toEnd(npm.directory(HERE.resolve("node").toFile()), 300);
      installed = true;
    }
  }

  /** Runs it in {@code directory}; it must end well. */
  void run(Path directory, URI server, String key) throws Exception {
    var builder = new ProcessBuilder(command()).directory(directory.toFile());
    know(builder, server, key);
    builder.environment().put("FIRST_POLL_SECONDS", "0.2");
    builder.environment().put("NEXT_POLL_SECONDS", "0.2");
    ProgramRun.toEnd(builder, 120);
  }

  /** Tells a program where the server is. */
  static void know(ProcessBuilder builder, URI server, String key) {
    builder.environment().put("ATELIER_URL", server.toString().replaceAll("/$", ""));
    builder.environment().put("ATELIER_KEY", key);
  }

  private List<String> command() {
    String file = name.substring(name.indexOf('/') + 1);
    return switch (name.substring(0, name.indexOf('/'))) {
      case "curl" -> List.of("bash", HERE.resolve(name).toString());
      case "node" -> List.of("node", HERE.resolve(name).toString());
      default ->
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              "dev.atelier.examples." + file);
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
