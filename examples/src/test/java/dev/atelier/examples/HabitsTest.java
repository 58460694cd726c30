package dev.atelier.examples;

import dev.atelier.server.AtelierServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real clients as people use them: strange base URLs, nulls, forms, no SDK at all. */
@Timeout(300)
class HabitsTest {
  private static final String KEY = "a-key-for-the-habits";

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

  @ParameterizedTest
  @ValueSource(strings = {"openai-base-url.mjs", "openai-nulls.mjs", "azure-openai.mjs"})
  void openais_own_package_for_node(String script) throws Exception {
    run(List.of("node"), script);
  }

  @Test
  void curl_in_its_many_forms() throws Exception {
    run(List.of("bash"), "curl-forms.sh");
  }

  @Test
  void pythons_urllib() throws Exception {
    if (ProgramRun.find("python3").isEmpty()) {
      ProgramRun.skip("python3 is not on this machine");
    }
    run(List.of("python3"), "urllib_client.py");
  }

  private void run(List<String> interpreter, String script) throws Exception {
    var builder =
        new ProcessBuilder(
            interpreter.getFirst(), ExampleProgram.HERE.resolve("habits/" + script).toString());
    builder.directory(directory.toFile());
    ExampleProgram.know(builder, server.uri(), KEY);
    ProgramRun.toEnd(builder, 200);
  }
}
