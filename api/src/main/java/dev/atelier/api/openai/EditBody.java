package dev.atelier.api.openai;

import dev.atelier.gateway.input.InputSource;
import dev.atelier.image.TenantId;
import java.util.List;
import java.util.Optional;

/** The body of an edit, read: its order, and its pictures on disk or not yet fetched. */
interface EditBody {
  ImagesOrder order();

  /** Gets what is still elsewhere; called once the order was found good. */
  Images images(TenantId tenant);

  /**
   * The pictures to work from.
   *
   * @param images 1 or more; the mask belongs to the first
   */
  record Images(List<InputSource> images, Optional<InputSource> mask) {
    public Images {
      images = List.copyOf(images);
    }
  }
}
