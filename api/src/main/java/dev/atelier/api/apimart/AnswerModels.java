package dev.atelier.api.apimart;

import dev.atelier.api.JsonBody;
import dev.atelier.catalog.Model;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Lists the models that tasks can be submitted for, with what the vendor's clients sort them by:
 * the kind of model and what it makes.
 */
final class AnswerModels {
  private static final List<String> CAPABILITIES = List.of("Text to Image", "Image to Image");

  private final Offers offers;

  AnswerModels(Offers offers) {
    this.offers = offers;
  }

  void list(Exchange exchange) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes).beginObject().field("object", "list");
    json.name("data").beginArray();
    for (String name : offers.names()) {
      write(json, name);
    }
    json.endArray().endObject();
    exchange.respond(200, JsonBody.MEDIA_TYPE, bytes.toByteArray());
  }

  void one(Exchange exchange) throws IOException {
    String name = exchange.variable("id");
    var bytes = new ByteArrayOutputStream();
    write(new JsonWriterStream(bytes), name);
    exchange.respond(200, JsonBody.MEDIA_TYPE, bytes.toByteArray());
  }

  private void write(JsonWriterStream json, String name) throws IOException {
    Offer offer = offers.named(name);
    Model model = offer.model();
    json.beginObject()
        .field("id", offer.name())
        .field("object", "model")
        .field("created", model.created().getEpochSecond())
        .field("owned_by", model.ownedBy())
        .field("category", "image")
        .name("capability_tags")
        .beginArray();
    for (String capability : CAPABILITIES) {
      json.string(capability);
    }
    json.endArray()
        .name("supported_endpoint_types")
        .beginArray()
        .string("openai")
        .endArray()
        .endObject();
  }
}
