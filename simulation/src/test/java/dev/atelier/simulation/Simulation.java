package dev.atelier.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * One run of the whole system, which its seed alone decides. Nothing waits and nothing runs beside:
 * while a call is in flight, whatever else happens is nested in it.
 *
 * <pre>{@code
 * Simulation.seeded(17).run();
 * }</pre>
 */
final class Simulation {
  private static final Path MEMORY = Path.of("/dev/shm");

  private final long seed;
  private final UnaryOperator<SimulationSettings> change;
  private final Sabotage sabotage;

  private Simulation(long seed, UnaryOperator<SimulationSettings> change, Sabotage sabotage) {
    this.seed = seed;
    this.change = change;
    this.sabotage = sabotage;
  }

  /** The world that {@code seed} draws. */
  static Simulation seeded(long seed) {
    return new Simulation(seed, settings -> settings, Sabotage.NONE);
  }

  /** The same with other settings. */
  Simulation with(UnaryOperator<SimulationSettings> other) {
    return new Simulation(seed, other, sabotage);
  }

  /** The same with a defect. */
  Simulation broken(Sabotage defect) {
    return new Simulation(seed, change, defect);
  }

  /**
   * Runs to the calm end.
   *
   * @throws AssertionError naming the seed and how to replay it, with every step, if a promise was
   *     broken
   */
  Coverage run() {
    try {
      return run(new Trace(false));
    } catch (Violation | RuntimeException e) {
      throw new AssertionError(report(e), e);
    }
  }

  /** What happens, line by line, whether it ends well or not. */
  List<String> trace() {
    var trace = new Trace(true);
    try {
      run(trace);
    } catch (Violation | RuntimeException e) {
      trace.say(e);
    }
    return trace.lines();
  }

  private Coverage run(Trace trace) {
    var random = new SplittableRandom(seed);
    SimulationSettings settings = change.apply(SimulationSettings.drawn(random));
    trace.say(settings);
    Path directory = directory();
    try (var world = new World(random, settings, sabotage, trace, directory)) {
      world.steps().all();
      trace.say("everything calms down");
      new CalmEnd(world).run();
      return world.coverage();
    } finally {
      delete(directory);
    }
  }

  private String report(Throwable broken) {
    return broken.getMessage()
        + "\n\nseed "
        + seed
        + ", replay with: ./mvnw -pl simulation -am test -Dseed="
        + seed
        + " -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false\n\n"
        + String.join("\n", trace());
  }

  /** In memory where there is such a place: nothing here survives a run. */
  private static Path directory() {
    try {
      return Files.isWritable(MEMORY)
          ? Files.createTempDirectory(MEMORY, "simulation")
          : Files.createTempDirectory("simulation");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, java.io.IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
