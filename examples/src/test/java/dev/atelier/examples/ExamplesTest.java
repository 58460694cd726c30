package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.media.Probe;
import dev.atelier.server.AtelierServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example does what its first lines say, run as a user would run it. */
class ExamplesTest {
  private static final String KEY = "a-key-for-the-examples";

  @TempDir private static Path data;
  private static AtelierServer server;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(data, KEY, Map.of("allow-private-networks", "true"));
    ExampleProgram.install();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<ExampleProgram> examples() {
    return ExampleProgram.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void an_example_makes_its_pictures(ExampleProgram example) throws Exception {
    example.run(directory, server.uri(), KEY);
    for (var image : example.pictures().entrySet()) {
      assertThat(Probe.read(directory.resolve(image.getKey())).size()).isEqualTo(image.getValue());
    }
  }

  @Test
  void every_example_is_run() throws IOException {
    var there = new ArrayList<String>();
    for (String kind : List.of("curl", "node")) {
      try (var files = Files.list(ExampleProgram.HERE.resolve(kind))) {
        files
            .map(file -> kind + "/" + file.getFileName())
            .filter(name -> name.endsWith(".sh") || name.endsWith(".mjs"))
            .filter(name -> !name.equals("node/poll.mjs"))
            .forEach(there::add);
      }
    }
    try (var files = Files.list(ExampleProgram.HERE.resolve("java/dev/atelier/examples"))) {
      files
          .filter(file -> contains(file, "void main("))
          .map(file -> "java/" + String.valueOf(file.getFileName()).replace(".java", ""))
          .forEach(there::add);
    }
    assertThat(examples().map(ExampleProgram::name)).containsExactlyInAnyOrderElementsOf(there);
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
