package dev.atelier.queue.claim;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Several values as one argument, a line each, which the statement takes apart. */
public final class Lines {
  private Lines() {}

  public static <T> String of(Collection<T> values, Function<T, Object> line) {
    return values.stream().map(line).map(String::valueOf).collect(Collectors.joining("\n"));
  }
}
