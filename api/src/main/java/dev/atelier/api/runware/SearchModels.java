package dev.atelier.api.runware;

import dev.atelier.api.read.Fields;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.metering.key.Principal;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Finds models by words of their names: {@code modelSearch}. */
final class SearchModels {
  private static final int LIMIT_MAX = 100;
  private static final int LIMIT_USUAL = 20;

  private final Catalog catalog;

  SearchModels(Catalog catalog) {
    this.catalog = catalog;
  }

  Reply of(Principal principal, TaskBody body) {
    body.uuid();
    Fields fields = body.fields();
    String search = fields.text("search").orElse("").toLowerCase(Locale.ROOT).strip();
    int limit = fields.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_USUAL);
    int offset = fields.integer("offset", 0, Integer.MAX_VALUE).orElse(0);
    List<String> found =
        catalog.names(Listing.RUNWARE).stream()
            .filter(air -> principal.permissions().allowsModel(model(air).id()))
            .filter(air -> matches(air, search))
            .toList();
    return Reply.of(json -> {
      json.beginObject();
      body.head().write(json);
      json.field("totalResults", found.size()).name("results").beginArray();
      for (String air : found.stream().skip(offset).limit(limit).toList()) {
        write(json, air);
      }
      json.endArray().endObject();
    });
  }

  private boolean matches(String air, String search) {
    String text = (air + " " + model(air).id()).replace('-', ' ');
    return Arrays.stream(search.replace('-', ' ').split("\\s+")).allMatch(text::contains);
  }

  private void write(JsonWriterStream json, String air) throws IOException {
    Model model = model(air);
    json.beginObject()
        .field("air", air)
        .field("name", model.id())
        .field("version", air.substring(air.lastIndexOf('@') + 1))
        .field("category", "checkpoint")
        .field("type", "base")
        .field("architecture", model.id().replaceAll("[^a-z0-9]", "_"));
    words(json, "tags", List.of());
    words(json, "capabilities", List.of("text-to-image", "image-to-image"));
    json.field("source", "featured")
        .field("private", false)
        .field("comment", "")
        .field("defaultWidth", model.sizes().auto().width())
        .field("defaultHeight", model.sizes().auto().height())
        .endObject();
  }

  private static void words(JsonWriterStream json, String name, List<String> words)
      throws IOException {
    json.name(name).beginArray();
    for (String word : words) {
      json.string(word);
    }
    json.endArray();
  }

  private Model model(String air) {
    return catalog.find(Listing.RUNWARE, air).orElseThrow();
  }
}
