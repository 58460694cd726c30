package dev.atelier.gateway.order;

import dev.atelier.image.ImageRequest;
import dev.atelier.provider.account.AccountFilter;
import dev.atelier.provider.account.RoutingKey;
import java.util.Optional;

/**
 * What a caller buys: images from which accounts, and by whose prices.
 *
 * @param filter who may make them
 * @param soldAs the API whose prices count, where that is not the one that it came through. What
 *     accounts of last resort make is sold by the official channel's prices all the same.
 */
public record Terms(AccountFilter filter, Optional<String> soldAs) {
  /** Any account, by the prices of the API that it came through. */
  public static final Terms USUAL = new Terms(AccountFilter.all(), Optional.empty());

  /** The work that a request needs of these accounts. */
  public RoutingKey route(ImageRequest resolved) {
    return RoutingKey.of(resolved).filter(filter);
  }
}
