package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.server.command.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command that ran to its end in a process of its own.
 *
 * @param exit its code
 */
record CommandRun(int exit, String output, String errors) {
  private static final int SECONDS_MAX = 180;

  static CommandRun of(Path directory, String... words) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                ServerProcess.JVM.toString(),
                System.getProperty("java.home"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(words));
    Path errors = Files.createTempFile(directory, "command", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    return new CommandRun(process.exitValue(), output, Files.readString(errors));
  }

  /** What it printed with {@code --json}, once it ended well. */
  JsonNode json() {
    assertThat(exit).as(errors).isZero();
    return JsonMapper.shared().readTree(output);
  }
}
