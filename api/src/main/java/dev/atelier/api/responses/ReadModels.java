package dev.atelier.api.responses;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.FindModel;
import dev.atelier.api.read.Strictness;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import java.util.Optional;

/**
 * Reads which model is called and which one draws: the caller names a text model and may name the
 * image model in the tool, or names an image model alone.
 */
final class ReadModels {
  private final Catalog catalog;
  private final FindModel models;
  private final TextModels texts;

  ReadModels(Catalog catalog, TextModels texts, Strictness strictness) {
    this.catalog = catalog;
    this.models = new FindModel(catalog, strictness);
    this.texts = texts;
  }

  /**
   * The model that a response is asked of.
   *
   * @param name as the caller wrote it
   * @param image empty for a text model
   */
  record Called(String name, Optional<Model> image) {}

  /**
   * @throws Refusal for a name that nobody has
   */
  Called called(Fields body) {
    Optional<String> name = body.text("model");
    if (name.isEmpty()) {
      return new Called(catalog.preferred().id(), Optional.of(catalog.preferred()));
    }
    Optional<Model> image = models.find(Listing.OPENAI, name.get());
    if (image.isEmpty() && !texts.has(name.get())) {
      throw RenderFault.noModel("model", name.get());
    }
    return new Called(name.get(), image);
  }

  /**
   * The model that draws.
   *
   * @param field the caller's name for the tool's model
   * @throws Refusal for a name that nobody has
   */
  Model drawing(Called called, Fields tool, String field) {
    return tool.text("model")
        .map(name ->
            models.find(Listing.OPENAI, name).orElseThrow(() -> RenderFault.noModel(field, name)))
        .or(called::image)
        .orElseGet(catalog::preferred);
  }
}
