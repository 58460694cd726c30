package dev.atelier.api.atelier;

import dev.atelier.gateway.query.GetBalance;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.ledger.Balance;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** {@code /usage}: how the tenant stands. */
final class Usage {
  private final GetBalance balances;

  Usage(GetBalance balances) {
    this.balances = balances;
  }

  void show(Exchange exchange, Principal principal) throws IOException {
    Balance balance = balances.of(principal);
    ObjectNode json = MoneyRoutes.json(principal.tenant(), balance);
    Json.respond(exchange, 200, json);
  }
}
