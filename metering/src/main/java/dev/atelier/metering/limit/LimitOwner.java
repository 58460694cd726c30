package dev.atelier.metering.limit;

import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;

/** Whose limits they are. */
public sealed interface LimitOwner {
  /** The name that stands for each end user without limits of its own. */
  String EVERY_USER = "*";

  TenantId tenant();

  record OfKey(TenantId tenant, KeyId key) implements LimitOwner {}

  record OfTenant(TenantId tenant) implements LimitOwner {}

  /**
   * @param user the caller's own id of its end user, or {@link #EVERY_USER}
   */
  record OfUser(TenantId tenant, String user) implements LimitOwner {}

  /** As messages and the audit log have it, such as {@code key}. */
  default String kind() {
    return switch (this) {
      case OfKey _ -> "key";
      case OfTenant _ -> "tenant";
      case OfUser _ -> "user";
    };
  }

  /** As its row has it. */
  default String name() {
    return switch (this) {
      case OfKey(_, var key) -> key.value();
      case OfTenant _ -> "";
      case OfUser(_, var user) -> user;
    };
  }
}
