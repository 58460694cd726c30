package dev.atelier.api.apimart;

import dev.atelier.api.read.FindModel;
import dev.atelier.api.read.Strictness;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import java.util.Arrays;
import java.util.List;

/** What tasks can be submitted for. */
final class Offers {
  private static final List<Listing> LISTINGS =
      Arrays.stream(Channel.values()).map(Channel::listing).toList();

  private final Catalog catalog;
  private final FindModel models;

  Offers(Catalog catalog, Strictness strictness) {
    this.catalog = catalog;
    this.models = new FindModel(catalog, strictness);
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
    return models
        .find(LISTINGS, name)
        .map(listed -> new Offer(Channel.of(listed.listing()), listed.name(), listed.model()))
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(name)));
  }
}
