package dev.atelier.gateway.query;

import dev.atelier.database.Database;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.ledger.Balance;
import dev.atelier.metering.ledger.Ledger;

/** The balance that a caller's jobs are paid from: its tenant's. */
public final class GetBalance {
  private final Database database;
  private final Ledger ledger;

  public GetBalance(Database database, Ledger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  public Balance of(Principal principal) {
    principal.require(Scope.READ);
    return database.read(tx -> ledger.balance(tx, principal.tenant()));
  }
}
