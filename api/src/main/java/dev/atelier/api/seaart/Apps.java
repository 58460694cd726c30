package dev.atelier.api.seaart;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.image.FaultException;
import dev.atelier.image.Operation;
import dev.atelier.image.RequestFault;
import java.util.Optional;

/** Every app, by its endpoint. */
final class Apps {
  private final Catalog catalog;

  Apps(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * @throws FaultException {@link RequestFault.UnknownModel}
   */
  App named(String endpoint) {
    return find(endpoint)
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(endpoint)));
  }

  Optional<App> find(String endpoint) {
    return find(endpoint, Listing.SEAART_GENERATION, Operation.GENERATION)
        .or(() -> find(endpoint, Listing.SEAART_EDIT, Operation.EDIT));
  }

  private Optional<App> find(String endpoint, Listing listing, Operation operation) {
    return catalog.find(listing, endpoint).map(model -> new App(endpoint, model, operation));
  }
}
