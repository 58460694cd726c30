package dev.atelier.api.openai;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Lists the models by every name they can be ordered under. */
final class AnswerModels {
  private final Catalog catalog;

  AnswerModels(Catalog catalog) {
    this.catalog = catalog;
  }

  void list(Exchange exchange) throws IOException {
    var body = new ByteArrayOutputStream();
    var json = new JsonWriterStream(body).beginObject().field("object", "list");
    json.name("data").beginArray();
    for (String name : catalog.names(Listing.OPENAI)) {
      write(json, name, model(name));
    }
    json.endArray().endObject();
    exchange.respond(200, "application/json", body.toByteArray());
  }

  void one(Exchange exchange) throws IOException {
    String name = exchange.variable("id");
    var body = new ByteArrayOutputStream();
    write(new JsonWriterStream(body), name, model(name));
    exchange.respond(200, "application/json", body.toByteArray());
  }

  private Model model(String name) {
    return catalog
        .find(Listing.OPENAI, name)
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(name)));
  }

  private static void write(JsonWriterStream json, String name, Model model) throws IOException {
    json.beginObject()
        .field("id", name)
        .field("object", "model")
        .field("created", model.created().getEpochSecond())
        .field("owned_by", model.ownedBy())
        .endObject();
  }
}
