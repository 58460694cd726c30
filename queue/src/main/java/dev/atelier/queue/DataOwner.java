package dev.atelier.queue;

import dev.atelier.image.TenantId;

/** Whose data it is: all of a tenant's, or that of one of its end users. */
public sealed interface DataOwner {
  TenantId tenant();

  record OfTenant(TenantId tenant) implements DataOwner {}

  /**
   * @param user as the tenant's callers name it, at least one character
   */
  record OfEndUser(TenantId tenant, String user) implements DataOwner {
    public OfEndUser {
      if (user.isEmpty()) {
        throw new IllegalArgumentException("an end user has a name");
      }
    }
  }

  /** The end user, or nothing where it is the whole tenant. */
  default String user() {
    return switch (this) {
      case OfTenant _ -> "";
      case OfEndUser(_, var user) -> user;
    };
  }

  static DataOwner of(TenantId tenant, String user) {
    return user.isEmpty() ? new OfTenant(tenant) : new OfEndUser(tenant, user);
  }
}
