package dev.atelier.webhook;

import java.util.Optional;
import java.util.UUID;

/** A tenant's standing receiver. A UUIDv7, so that they sort by time. */
public record EndpointId(UUID value) {
  private static final String PREFIX = "ep_";

  /** The id that {@link #toString} printed; empty for anything else. */
  public static Optional<EndpointId> parse(String text) {
    return PrefixedId.parse(PREFIX, text).map(EndpointId::new);
  }

  /** Such as {@code ep_01234567890123456789abcdefabcdef}. */
  @Override
  public String toString() {
    return PrefixedId.print(PREFIX, value);
  }
}
