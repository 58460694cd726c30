package dev.atelier.database;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The current row of a result; columns by name. The plain getters throw on SQL null. */
public interface Row {
  String text(String column);

  Optional<String> textOrNull(String column);

  long number(String column);

  Optional<Long> numberOrNull(String column);

  boolean flag(String column);

  Instant instant(String column);

  Optional<Instant> instantOrNull(String column);

  UUID uuid(String column);

  Optional<UUID> uuidOrNull(String column);
}
