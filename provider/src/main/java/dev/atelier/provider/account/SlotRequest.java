package dev.atelier.provider.account;

import dev.atelier.image.AccountId;
import dev.atelier.image.Order;
import dev.atelier.image.TenantId;
import java.util.Optional;
import java.util.Set;

/**
 * What a slot is wanted for.
 *
 * @param tenant whose work it is: it stays with one account while others are no better
 * @param size in pixels, such as {@code 1024x1536}; empty text if it is not known
 * @param quality one of the model's words for it; empty text if it is not known
 * @param failed accounts that failed the job already: taken where no other is free
 * @param elsewhere whether those are not taken at all
 */
public record SlotRequest(
    RoutingKey route,
    Optional<TenantId> tenant,
    String size,
    String quality,
    Set<AccountId> failed,
    boolean elsewhere) {
  public SlotRequest {
    failed = Set.copyOf(failed);
  }

  /** For work of nobody in particular. */
  public static SlotRequest of(RoutingKey route) {
    return new SlotRequest(route, Optional.empty(), "", "", Set.of(), false);
  }

  /** For a tenant's order. */
  public static SlotRequest of(RoutingKey route, TenantId tenant, Order order) {
    return new SlotRequest(
        route,
        Optional.of(tenant),
        order.output().size().toString(),
        order.output().quality().word(),
        Set.of(),
        false);
  }

  /** The same at these accounts only where no other is free. */
  public SlotRequest after(Set<AccountId> others) {
    return new SlotRequest(route, tenant, size, quality, others, false);
  }

  /** The same at none of these accounts. */
  public SlotRequest without(Set<AccountId> others) {
    return new SlotRequest(route, tenant, size, quality, others, true);
  }
}
