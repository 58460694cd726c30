package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runware's own SDK, and its provider of the Vercel AI SDK, as they are published. */
class RunwareClientsTest {
  private static final String KEY = "a-key-for-the-clients";

  @TempDir private Path data;

  @Test
  void they_work_unchanged() throws Exception {
    ExampleProgram.install();
    try (var server = TestServer.start(data, KEY, Map.of())) {
      var client = new ProcessBuilder("node", "test/runware-clients.mjs");
      ExampleProgram.know(client, server.uri(), KEY);
      client.directory(ExampleProgram.HERE.resolve("node").toFile());

      assertThat(ProgramRun.toEnd(client, 120).lines())
          .containsExactly(
              "connected",
              "uploaded",
              "two by link",
              "inline",
              "three at once",
              "asynchronously",
              "refused",
              "connected again",
              "a wrong key refused",
              "through the AI SDK");
    }
  }
}
