package dev.atelier.gateway.submit;

import dev.atelier.gateway.order.Terms;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import java.util.Optional;

/** Finds the work that a request is, where some account can do it. */
final class RouteJob {
  private static final String NO_MASK = "Without a mask an account can.";

  private final AccountPool accounts;

  RouteJob(AccountPool accounts) {
    this.accounts = accounts;
  }

  /**
   * @throws FaultException {@link AdmissionFault.NoAccount}
   */
  RoutingKey of(Terms terms, ImageRequest resolved) {
    RoutingKey route = terms.route(resolved);
    if (!accounts.serves(route)) {
      Optional<String> advice =
          accounts.serves(route.unmasked()) ? Optional.of(NO_MASK) : Optional.empty();
      throw new FaultException(new AdmissionFault.NoAccount(route.model(), advice));
    }
    return route;
  }
}
