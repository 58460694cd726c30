package dev.atelier.api.openai;

import dev.atelier.api.read.FormPictures.Pictures;
import dev.atelier.api.read.ImageReference;
import dev.atelier.api.read.ReferenceForms;
import dev.atelier.api.read.Uploads;
import dev.atelier.gateway.input.InputSource;
import dev.atelier.image.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The body of an edit, read: its order, and its pictures on disk or not yet fetched. */
record EditBody(ImagesOrder order, Pictures pictures, Uploads uploads) {
  /** Each picture of a JSON body has a URL of at most 20 MiB or the id of a file. */
  static final ReferenceForms PICTURES =
      new ReferenceForms(
          "images",
          "mask",
          true,
          true,
          false,
          List.of("image_url", "file_id"),
          "image_url",
          false,
          20_971_520);

  /** Gets what is still elsewhere; called once the order was found good. */
  Images images(TenantId tenant) {
    var sources = new ArrayList<InputSource>();
    for (ImageReference one : pictures.images()) {
      sources.add(one.source(tenant, uploads));
    }
    return new Images(sources, pictures.mask().map(one -> one.source(tenant, uploads)));
  }

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
