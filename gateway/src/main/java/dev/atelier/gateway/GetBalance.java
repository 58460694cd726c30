package dev.atelier.gateway;

import dev.atelier.metering.Balance;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;

/** Tells how the purse stands that a caller's jobs are paid from: the tenant's. */
public final class GetBalance {
  private final GatewayParts parts;

  GetBalance(GatewayParts parts) {
    this.parts = parts;
  }

  public Balance of(Principal principal) {
    principal.require(Scope.READ);
    return parts.database().read(tx -> parts.ledger().balance(tx, principal.tenant()));
  }
}
