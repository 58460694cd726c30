package dev.atelier.api.apimart;

import dev.atelier.api.JsonBody;
import dev.atelier.catalog.Model;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.key.Principal;
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

  void list(Exchange exchange, Principal principal) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes).beginObject().field("object", "list");
    json.name("data").beginArray();
    for (String name : offers.names()) {
      if (allowed(principal, name)) {
        write(json, name);
      }
    }
    json.endArray().endObject();
    exchange.respond(200, JsonBody.MEDIA_TYPE, bytes.toByteArray());
  }

  void one(Exchange exchange, Principal principal) throws IOException {
    String name = exchange.variable("id");
    if (!allowed(principal, name)) {
      throw new FaultException(new RequestFault.UnknownModel(name));
    }
    var bytes = new ByteArrayOutputStream();
    write(new JsonWriterStream(bytes), name);
    exchange.respond(200, JsonBody.MEDIA_TYPE, bytes.toByteArray());
  }

  private boolean allowed(Principal principal, String name) {
    return principal.permissions().allowsModel(offers.named(name).model().id());
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
