package dev.atelier.api.seaart;

import dev.atelier.api.read.FindModel;
import dev.atelier.catalog.Listing;
import dev.atelier.image.FaultException;
import dev.atelier.image.Operation;
import dev.atelier.image.RequestFault;
import java.util.List;
import java.util.Optional;

/** Every app, by its endpoint. */
final class Apps {
  private static final List<Listing> LISTINGS =
      List.of(Listing.SEAART_GENERATION, Listing.SEAART_EDIT);

  private final FindModel models;

  Apps(FindModel models) {
    this.models = models;
  }

  /**
   * @throws FaultException {@link RequestFault.UnknownModel}
   */
  App named(String endpoint) {
    return find(endpoint)
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(endpoint)));
  }

  Optional<App> find(String endpoint) {
    return models.find(LISTINGS, endpoint).map(Apps::app);
  }

  private static App app(FindModel.Listed listed) {
    boolean edits = listed.listing() == Listing.SEAART_EDIT;
    return new App(listed.name(), listed.model(), edits ? Operation.EDIT : Operation.GENERATION);
  }
}
