package dev.atelier.webhook.delivery;

import dev.atelier.webhook.PrefixedId;
import java.util.Optional;
import java.util.UUID;

/**
 * One delivery, whatever number of tries it takes: the {@code webhook-id} its receiver sees each
 * time. A UUIDv7, so that they sort by time.
 */
public record DeliveryId(UUID value) {
  private static final String PREFIX = "msg_";

  /** The id that {@link #toString} printed; empty for anything else. */
  public static Optional<DeliveryId> parse(String text) {
    return PrefixedId.parse(PREFIX, text).map(DeliveryId::new);
  }

  /** Such as {@code msg_01234567890123456789abcdefabcdef}. */
  @Override
  public String toString() {
    return PrefixedId.print(PREFIX, value);
  }
}
