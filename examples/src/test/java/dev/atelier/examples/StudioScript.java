package dev.atelier.examples;

import dev.atelier.server.AtelierServer;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs one of the ways through the studio, a script beside it, in a real browser. */
final class StudioScript {
  private static final int SECONDS_MAX = 400;
  private static final Path SCRIPTS =
      ExampleProgram.HERE.resolveSibling("studio").resolve("src/test/web");
  private static final Path PICTURES =
      Optional.ofNullable(System.getProperty("studio.pictures"))
          .map(Path::of)
          .orElse(ExampleProgram.HERE.resolve("target/studio"));

  private StudioScript() {}

  /**
   * What the script prints.
   *
   * @param key with which it signs in
   */
  static String run(AtelierServer server, String key, String script, String... arguments)
      throws Exception {
    return run(server.uri(), key, script, arguments);
  }

  /**
   * The same.
   *
   * @param server where the studio is
   */
  static String run(URI server, String key, String script, String... arguments) throws Exception {
    DebianProgram browser = DebianProgram.orSkip("chromium", "chromium", "google-chrome");
    var command = new ArrayList<String>(List.of("node", SCRIPTS.resolve(script).toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "STUDIO_URL",
                server.toString().replaceAll("/$", ""),
                "STUDIO_KEY",
                key,
                "STUDIO_JAVA",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "STUDIO_CHROMIUM",
                browser.file().toString(),
                "STUDIO_LIBRARIES",
                browser.libraries().stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator)),
                "STUDIO_PICTURES",
                PICTURES.toAbsolutePath().toString()));
    return ProgramRun.toEnd(builder, SECONDS_MAX);
  }
}
