package dev.atelier.api.openai;

import dev.atelier.api.read.FindModel;
import dev.atelier.api.read.Strictness;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Lists the models by every name they can be ordered under. */
final class AnswerModels {
  private final Catalog catalog;
  private final FindModel models;

  AnswerModels(Catalog catalog, Strictness strictness) {
    this.catalog = catalog;
    this.models = new FindModel(catalog, strictness);
  }

  void list(Exchange exchange) throws IOException {
    var body = new ByteArrayOutputStream();
    var json = new JsonWriterStream(body).beginObject().field("object", "list");
    json.name("data").beginArray();
    for (String name : catalog.names(Listing.OPENAI)) {
      write(json, name, listed(name).model());
    }
    json.endArray().endObject();
    exchange.respond(200, "application/json", body.toByteArray());
  }

  void one(Exchange exchange) throws IOException {
    FindModel.Listed listed = listed(exchange.variable("id"));
    var body = new ByteArrayOutputStream();
    write(new JsonWriterStream(body), listed.name(), listed.model());
    exchange.respond(200, "application/json", body.toByteArray());
  }

  private FindModel.Listed listed(String name) {
    return models
        .find(List.of(Listing.OPENAI), name)
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
