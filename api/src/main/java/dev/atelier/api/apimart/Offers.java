package dev.atelier.api.apimart;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What tasks can be submitted for. */
final class Offers {
  private final Catalog catalog;

  Offers(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Every name of a model, those of the standard channel first. */
  List<String> names() {
    return Arrays.stream(Channel.values())
        .flatMap(channel -> catalog.names(channel.listing()).stream())
        .toList();
  }

  /** The one of a task that names no model. */
  Offer first() {
    return named(names().stream().findFirst().orElse(""));
  }

  /**
   * @throws FaultException {@link RequestFault.UnknownModel}
   */
  Offer named(String name) {
    return Stream.of(Channel.values())
        .map(channel -> on(channel, name))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(name)));
  }

  private Optional<Offer> on(Channel channel, String name) {
    return catalog.find(channel.listing(), name).map(model -> new Offer(channel, model));
  }
}
