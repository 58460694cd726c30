package dev.atelier.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row a JDBC result stands on. */
final class JdbcRow implements Row {
  private final ResultSet result;
  private final Map<String, Integer> columns;

  JdbcRow(ResultSet result, Map<String, Integer> columns) {
    this.result = result;
    this.columns = columns;
  }

  @Override
  public String text(String column) {
    return present(column, readText(column));
  }

  @Override
  public Optional<String> textOrNull(String column) {
    return Optional.ofNullable(readText(column));
  }

  @Override
  public long number(String column) {
    return present(column, readNumber(column));
  }

  @Override
  public Optional<Long> numberOrNull(String column) {
    return Optional.ofNullable(readNumber(column));
  }

  @Override
  public boolean flag(String column) {
    return number(column) != 0;
  }

  @Override
  public Instant instant(String column) {
    return Instant.ofEpochMilli(number(column));
  }

  @Override
  public Optional<Instant> instantOrNull(String column) {
    return numberOrNull(column).map(Instant::ofEpochMilli);
  }

  @Override
  public UUID uuid(String column) {
    return UUID.fromString(text(column));
  }

  @Override
  public Optional<UUID> uuidOrNull(String column) {
    return textOrNull(column).map(UUID::fromString);
  }

  private @Nullable String readText(String column) {
    try {
      return result.getString(position(column));
    } catch (SQLException failure) {
      throw unreadable(column, failure);
    }
  }

  private @Nullable Long readNumber(String column) {
    try {
      long value = result.getLong(position(column));
      return result.wasNull() ? null : value;
    } catch (SQLException failure) {
      throw unreadable(column, failure);
    }
  }

  private int position(String column) {
    var position = columns.get(column);
    if (position == null) {
      throw new IllegalArgumentException("the result has no column " + column);
    }
    return position;
  }

  private static <T> T present(String column, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("column " + column + " is null");
    }
    return value;
  }

  private static IllegalStateException unreadable(String column, SQLException failure) {
    return new IllegalStateException("column " + column + " cannot be read", failure);
  }
}
