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
import dev.atelier.metering.key.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Lists the models by every name they can be ordered under. sub2api's clients also look for the
 * text models that they name when they let one draw, so its keys are told those too.
 */
final class AnswerModels {
  private final Catalog catalog;
  private final FindModel models;
  private final List<String> textModels;
  private final ModelLists lists = new ModelLists(this::write);

  /**
   * @param textModels names under which responses can be asked for
   */
  AnswerModels(Catalog catalog, Strictness strictness, List<String> textModels) {
    this.catalog = catalog;
    this.models = new FindModel(catalog, strictness);
    this.textModels = List.copyOf(textModels);
  }

  void list(Exchange exchange, Principal principal) throws IOException {
    lists.answer(exchange, principal);
  }

  private byte[] write(Principal principal) throws IOException {
    var body = new ByteArrayOutputStream();
    var json = new JsonWriterStream(body).beginObject().field("object", "list");
    json.name("data").beginArray();
    for (String name : catalog.names(Listing.OPENAI)) {
      Model model = listed(name).model();
      if (principal.permissions().allowsModel(model.id())) {
        write(json, name, model);
      }
    }
    for (String name : textModels(principal)) {
      write(json, name, catalog.preferred());
    }
    json.endArray().endObject();
    return body.toByteArray();
  }

  void one(Exchange exchange, Principal principal) throws IOException {
    String id = exchange.variable("id");
    var body = new ByteArrayOutputStream();
    if (textModels(principal).contains(id)) {
      write(new JsonWriterStream(body), id, catalog.preferred());
    } else {
      FindModel.Listed listed = listed(id);
      if (!principal.permissions().allowsModel(listed.model().id())) {
        throw new FaultException(new RequestFault.UnknownModel(id));
      }
      write(new JsonWriterStream(body), listed.name(), listed.model());
    }
    exchange.respond(200, "application/json", body.toByteArray());
  }

  private List<String> textModels(Principal principal) {
    return ResponseContext.likeSub2api(principal) ? textModels : List.of();
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
