package dev.atelier.gateway.order;

import dev.atelier.image.ImageRequest;
import dev.atelier.provider.account.AccountFilter;
import dev.atelier.provider.account.RoutingKey;
import java.util.OptionalLong;

/**
 * What a caller buys: pictures from which accounts, and at which price.
 *
 * @param filter who may make them
 * @param flatMicros what one picture costs, in micro-dollars, where it is sold by the picture; by
 *     what is counted, at the model's price, if empty. Pictures that accounts of last resort make
 *     cost the model's price all the same.
 */
public record Terms(AccountFilter filter, OptionalLong flatMicros) {
  /** Any account, at the model's price. */
  public static final Terms METERED = new Terms(AccountFilter.all(), OptionalLong.empty());

  /** The work that a request needs of these accounts. */
  public RoutingKey route(ImageRequest resolved) {
    return RoutingKey.of(resolved).filter(filter);
  }
}
