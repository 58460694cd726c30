package dev.atelier.testkit;

import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Seeded properties: a failure names the seed that replays it. */
public final class Property {
  private static final int RUNS = 1_000;

  private Property() {}

  /** Holds {@code check} against values drawn from the seeds 0..999. */
  public static <T> void forAll(Function<RandomGenerator, T> draw, Check<T> check) {
    forAll(RUNS, draw, check);
  }

  /** Holds {@code check} against values drawn from the seeds 0..runs-1. */
  public static <T> void forAll(int runs, Function<RandomGenerator, T> draw, Check<T> check) {
    for (long seed = 0; seed < runs; seed++) {
      T value = draw.apply(new java.util.SplittableRandom(seed));
      try {
        check.holds(value);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("fails for seed " + seed + ": " + value, e);
      }
    }
  }

  /** What must hold. */
  @FunctionalInterface
  public interface Check<T> {
    void holds(T value) throws Exception;
  }
}
