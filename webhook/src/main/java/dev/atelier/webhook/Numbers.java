package dev.atelier.webhook;

import dev.atelier.database.Row;
import java.util.Optional;
import java.util.OptionalInt;

/** Numbers that may be absent, as columns. */
public final class Numbers {
  private Numbers() {}

  public static Optional<Integer> column(OptionalInt value) {
    return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
  }

  public static OptionalInt read(Row row, String column) {
    var value = row.numberOrNull(column);
    return value.isPresent() ? OptionalInt.of(Math.toIntExact(value.get())) : OptionalInt.empty();
  }
}
