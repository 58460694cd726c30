package dev.atelier.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes Java values as SQL arguments, as {@link Tx} promises. */
final class Arguments {
  private static final char NUL = '\0';

  /** For characters that cannot be represented. */
  private static final char REPLACEMENT = '\ufffd';

  private Arguments() {}

  static void bind(PreparedStatement statement, int position, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(position, Types.NULL);
      case String text -> statement.setString(position, text.replace(NUL, REPLACEMENT));
      case Long number -> statement.setLong(position, number);
      case Integer number -> statement.setLong(position, number);
      case Double number -> statement.setDouble(position, number);
      case Boolean flag -> statement.setLong(position, flag ? 1 : 0);
      case Instant instant -> statement.setLong(position, instant.toEpochMilli());
      case UUID uuid -> statement.setString(position, uuid.toString());
      case Optional<?> optional -> bind(statement, position, optional.orElse(null));
      default ->
          throw new IllegalArgumentException(
              "argument " + position + " is of an unknown kind: " + value.getClass().getName());
    }
  }
}
