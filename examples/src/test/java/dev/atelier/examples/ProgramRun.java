package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs other programs: to their end, which must be good, or in the background. */
final class ProgramRun {
  private ProgramRun() {}

  /** Its output, once it ended well. */
  static String toEnd(ProcessBuilder builder, int secondsMax) throws Exception {
    Path output = Files.createTempFile("program", ".txt");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = start(builder);
    boolean ended = process.waitFor(secondsMax, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output);
    Files.delete(output);
    assertThat(ended).as("%s: %s", builder.command(), text).isTrue();
    assertThat(process.exitValue()).as("%s: %s", builder.command(), text).isZero();
    return text;
  }

  /** Where a program is on this machine, the usual places of the system's own included. */
  static Optional<Path> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin:/usr/bin";
    return List.of(path.split(":", -1)).stream()
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Ends the test as skipped, and says why. */
  static void skip(String reason) {
    System.out.println("SKIPPED: " + reason);
    Assumptions.abort(reason);
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      return fail("the examples need bash, curl and Node 20 or newer with npm", e);
    }
  }
}
