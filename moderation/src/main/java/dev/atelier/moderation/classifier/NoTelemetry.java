package dev.atelier.moderation.classifier;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/**
 * Keeps ONNX Runtime from reporting to its maker. Its builds since 1.29 do so unless a variable of
 * the environment forbids it before the library is first called; an option that can be set later
 * leaves a first report. The same code brings the process down where its command line is long.
 */
final class NoTelemetry {
  private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";
  private static final String SET = "1";

  private NoTelemetry() {}

  /**
   * Sets the variable where whoever started this process did not.
   *
   * @throws ClassifierException where that is not possible
   */
  static void require() throws ClassifierException {
    if (!SET.equals(System.getenv(VARIABLE))) {
      set();
    }
  }

  /** In the process itself: the JVM has only a copy of the environment, and no way to change it. */
  private static void set() throws ClassifierException {
    try (var arena = Arena.ofConfined()) {
      var linker = Linker.nativeLinker();
      var setenv =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("setenv"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
      int failed =
          (int) setenv.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom(SET), 1);
      if (failed != 0) {
        throw new IllegalStateException("setenv failed");
      }
    } catch (Throwable e) {
      throw new ClassifierException(
          "start with %s=%s in the environment: the image classifier does not load without"
              .formatted(VARIABLE, SET),
          e);
    }
  }
}
