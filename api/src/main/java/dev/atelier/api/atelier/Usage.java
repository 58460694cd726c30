package dev.atelier.api.atelier;

import dev.atelier.gateway.query.GetBalance;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.Balance;
import dev.atelier.metering.Budget;
import dev.atelier.metering.Principal;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/** {@code /usage}: how the tenant stands. */
final class Usage {
  private final GetBalance balances;

  Usage(GetBalance balances) {
    this.balances = balances;
  }

  void show(Exchange exchange, Principal principal) throws IOException {
    Balance balance = balances.of(principal);
    ObjectNode json =
        Json.object()
            .put("tenant", principal.tenant().value())
            .put("billing", balance.billing().word())
            .put("funds_usd", Json.dollars(balance.funds()))
            .put("held_usd", Json.dollars(balance.held()))
            .put("charged_usd", Json.dollars(balance.charged()));
    Json.text(json, "available_usd", dollars(balance.available()));
    var budgets = json.putArray("budgets");
    balance.budgets().forEach(budget -> budgets.add(budget(budget)));
    Json.respond(exchange, 200, json);
  }

  private static ObjectNode budget(Budget budget) {
    return Json.object()
        .put("period", budget.period().word())
        .put("bound_usd", Json.dollars(budget.bound()))
        .put("used_usd", Json.dollars(budget.used()))
        .put("until", budget.until().toString());
  }

  private static Optional<String> dollars(OptionalLong micros) {
    return micros.isPresent() ? Optional.of(Json.dollars(micros.getAsLong())) : Optional.empty();
  }
}
