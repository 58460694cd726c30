package dev.atelier.queue;

import java.util.OptionalLong;

/**
 * What each image of a job costs, in micro-dollars.
 *
 * @param heldMicros what is held for each: the most one can cost
 * @param flatMicros what each costs whatever is counted for it, where it is sold so
 * @param list the price list by which it was sold
 * @param soldAs the API whose prices count, such as {@code apimart-official}
 */
public record Price(long heldMicros, OptionalLong flatMicros, String list, String soldAs) {
  public static final Price FREE = metered(0);

  public Price {
    if (heldMicros < 0 || flatMicros.orElse(0) < 0) {
      throw new IllegalArgumentException("a price of " + heldMicros + ", " + flatMicros);
    }
  }

  /** One of the published prices that is charged by what is counted, up to a ceiling. */
  public static Price metered(long heldMicros) {
    return new Price(heldMicros, OptionalLong.empty(), "published", "");
  }
}
