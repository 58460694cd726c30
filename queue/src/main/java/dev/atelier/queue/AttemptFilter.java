package dev.atelier.queue;

import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which calls of a tenant's jobs to list, newest first.
 *
 * @param since only those that were begun then or later
 * @param before only those that come after this place
 */
public record AttemptFilter(
    TenantId tenant,
    Instant since,
    Optional<AccountId> account,
    Optional<Place> before,
    int limit) {

  /** Where a call stands in the list, written {@code 1772366400000-UUID}. */
  public record Place(Instant begun, AttemptId id) {
    private static final Pattern WRITTEN =
        Pattern.compile("(\\d{1,15})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    /** What {@link #toString} wrote. */
    public static Optional<Place> parse(String text) {
      Matcher matcher = WRITTEN.matcher(text);
      return matcher.matches()
          ? Optional.of(
              new Place(
                  Instant.ofEpochMilli(Long.parseLong(matcher.group(1))),
                  new AttemptId(UUID.fromString(matcher.group(2)))))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return begun.toEpochMilli() + "-" + id.value();
    }
  }
}
