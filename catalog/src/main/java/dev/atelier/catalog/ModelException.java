package dev.atelier.catalog;

import java.util.function.Supplier;

/** A model's data is wrong; the message says where, in which key, and why. */
final class ModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String problem;

  /**
   * @param key dotted, such as {@code sizes.step}
   * @param problem completes "KEY …", such as {@code is missing}
   */
  ModelException(String key, String problem) {
    super("\"" + key + "\" " + problem);
    this.key = key;
    this.problem = problem;
  }

  /** What {@code reading} gives; its failures are about something under {@code key}. */
  static <T> T under(String key, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ModelException e) {
      throw e.under(key);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelException(key, "is wrong: " + e.getMessage());
    }
  }

  /** Refuses a number below {@code min}. */
  static void requireAtLeast(String key, long min, long value) {
    if (value < min) {
      throw new ModelException(key, "must be at least " + min + ", not " + value);
    }
  }

  /** The same of a key within that one. */
  ModelException under(String outer) {
    return outer.isEmpty() ? this : new ModelException(outer + "." + key, problem);
  }
}
