package dev.atelier.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that ran to its end, and what it left.
 *
 * @param exit its code
 */
record ScriptRun(int exit, String output, String errors) {
  /** The project's root. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final int SECONDS_MAX = 400;

  /**
   * @param environment all of it: nothing of this process's is inherited
   */
  static ScriptRun of(Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    return of(directory, environment, command, "");
  }

  /**
   * @param typed what it reads from its standard input, which ends then
   */
  static ScriptRun of(
      Path directory, Map<String, String> environment, List<String> command, String typed)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("script", ".out");
    Path errors = Files.createTempFile("script", ".err");
    Path input = Files.writeString(Files.createTempFile("script", ".in"), typed);
    try {
      var builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process =
          builder
              .redirectInput(input.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("%s ends: %s", command, Files.readString(errors)).isTrue();
      return new ScriptRun(process.exitValue(), Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
      Files.delete(input);
    }
  }

  /** This, if it ended well. */
  ScriptRun good() {
    assertThat(exit).as(errors + output).isZero();
    return this;
  }
}
