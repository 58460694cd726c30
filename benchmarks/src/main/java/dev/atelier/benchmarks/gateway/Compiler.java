package dev.atelier.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Builds the two programs that are in C, where Java would be what is measured. */
final class Compiler {
  private Compiler() {}

  /** Compiles {@code name.c} and returns the program. */
  static Path compile(String name, Path sources, Path directory)
      throws IOException, InterruptedException {
    Path program = directory.resolve(name).toAbsolutePath();
    var gcc =
        new ProcessBuilder(
                List.of(
                    "gcc",
                    "-O2",
                    "-o",
                    program.toString(),
                    sources.resolve(name + ".c").toString()))
            .inheritIO()
            .start();
    if (gcc.waitFor() != 0) {
      throw new IllegalStateException("gcc could not compile " + name + ".c");
    }
    return program;
  }
}
