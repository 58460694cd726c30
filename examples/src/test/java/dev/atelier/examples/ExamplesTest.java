package dev.atelier.examples;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.atelier.image.ImageSize;
import dev.atelier.media.Probe;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example does what its first lines say, run as a user would run it. */
class ExamplesTest {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final String KEY = "a-key-for-the-examples";

  /** What each example writes. */
  private static final Map<String, Map<String, ImageSize>> PICTURES =
      Map.ofEntries(
          entry("curl/openai.sh", Map.of("openai.png", new ImageSize(1536, 1024))),
          entry("curl/openai-async.sh", Map.of("openai-async.jpg", new ImageSize(1024, 1024))),
          entry("curl/seaart.sh", Map.of("seaart.webp", new ImageSize(1024, 1536))),
          entry("curl/apimart.sh", Map.of("apimart.png", new ImageSize(1536, 864))),
          entry("curl/atelier.sh", Map.of("atelier.webp", new ImageSize(1200, 800))),
          entry(
              "node/openai.mjs",
              Map.of(
                  "openai.png", new ImageSize(1024, 1024),
                  "openai-edit.png", new ImageSize(1248, 1248))),
          entry(
              "node/seaart.mjs",
              Map.of(
                  "seaart-0.png", new ImageSize(1024, 1024),
                  "seaart-1.png", new ImageSize(1024, 1024))),
          entry("node/apimart.mjs", Map.of("apimart.png", new ImageSize(1881, 836))),
          entry("node/webhook.mjs", Map.of("webhook.png", new ImageSize(1024, 1024))),
          entry("node/atelier.mjs", Map.of("atelier.jpg", new ImageSize(1584, 992))),
          entry("java/OpenAiImage", Map.of("openai.png", new ImageSize(1024, 1024))),
          entry("java/SeaArtTask", Map.of("seaart.jpg", new ImageSize(1024, 1024))),
          entry("java/ApiMartTask", Map.of("apimart.png", new ImageSize(2048, 1360))),
          entry("java/AtelierJob", Map.of("atelier.png", new ImageSize(1254, 1254))));

  @TempDir private static Path data;
  private static AtelierServer server;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws Exception {
    server =
        AtelierServer.start(
            ServerConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                    "port", "0",
                    "data", data.toString(),
                    "admin-key", KEY,
                    "log.access", "false",
                    "allow-private-networks", "true")));
    run(HERE.resolve("node"), List.of("npm", "ci", "--no-audit", "--no-fund"), 300);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> examples() {
    return new TreeMap<>(PICTURES)
        .entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void an_example_makes_its_pictures(String example, Map<String, ImageSize> images)
      throws Exception {
    run(directory, command(example), 120);
    for (var image : images.entrySet()) {
      assertThat(size(directory.resolve(image.getKey()))).isEqualTo(image.getValue());
    }
  }

  @Test
  void every_example_is_run() throws IOException {
    var there = new ArrayList<String>();
    for (String kind : List.of("curl", "node")) {
      try (var files = Files.list(HERE.resolve(kind))) {
        files
            .map(file -> kind + "/" + file.getFileName())
            .filter(name -> name.endsWith(".sh") || name.endsWith(".mjs"))
            .filter(name -> !name.equals("node/poll.mjs"))
            .forEach(there::add);
      }
    }
    try (var files = Files.list(HERE.resolve("java/dev/atelier/examples"))) {
      files
          .filter(file -> contains(file, "void main("))
          .map(file -> "java/" + String.valueOf(file.getFileName()).replace(".java", ""))
          .forEach(there::add);
    }
    assertThat(PICTURES.keySet()).containsExactlyInAnyOrderElementsOf(there);
  }

  private static List<String> command(String example) {
    String name = example.substring(example.indexOf('/') + 1);
    return switch (example.substring(0, example.indexOf('/'))) {
      case "curl" -> List.of("bash", HERE.resolve(example).toString());
      case "node" -> List.of("node", HERE.resolve(example).toString());
      default ->
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              "dev.atelier.examples." + name);
    };
  }

  private static void run(Path directory, List<String> command, int secondsMax) throws Exception {
    Path output = Files.createTempFile("example", ".txt");
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("ATELIER_URL", server.uri().toString().replaceAll("/$", ""));
    builder.environment().put("ATELIER_KEY", KEY);
    builder.environment().put("FIRST_POLL_SECONDS", "0.2");
    builder.environment().put("NEXT_POLL_SECONDS", "0.2");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = start(builder);
    boolean ended = process.waitFor(secondsMax, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output);
    Files.delete(output);
    assertThat(ended).as("%s: %s", command, text).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, text).isZero();
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      return fail("the examples need bash, curl and Node 20 or newer with npm", e);
    }
  }

  private static ImageSize size(Path image) throws UnusableMediaException {
    return Probe.read(image).size();
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
