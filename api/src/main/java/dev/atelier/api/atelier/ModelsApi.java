package dev.atelier.api.atelier;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import dev.atelier.catalog.SizeRules;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.image.OutputFormat;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.Account;
import dev.atelier.provider.account.AccountPool;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /models}: what can be ordered, and by what kind of upstream it is made at present. */
public final class ModelsApi {
  private final Catalog catalog;
  private final AccountPool accounts;
  private final Authenticator authenticator;
  private final AnswerErrors errors = new AnswerErrors();

  public ModelsApi(Catalog catalog, AccountPool accounts, Authenticator authenticator) {
    this.catalog = catalog;
    this.accounts = accounts;
    this.authenticator = authenticator;
  }

  /** Adds it to the paths of Atelier's own API. */
  public Mount on(Mount own) {
    return own.get("/models", new Endpoint(authenticator, errors, Scope.GENERATE, this::list));
  }

  private void list(Exchange exchange, Principal principal) throws IOException {
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    catalog.models().stream()
        .filter(model -> !model.names(Listing.ATELIER).isEmpty())
        .filter(model -> principal.permissions().allowsModel(model.id()))
        .forEach(model -> data.add(of(model)));
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, 200, json);
  }

  private ObjectNode of(Model model) {
    ObjectNode json =
        Json.object()
            .put("id", model.names(Listing.ATELIER).getFirst())
            .put("owned_by", model.ownedBy())
            .put("preferred", model.preferred());
    sizes(json.putObject("sizes"), model.sizes());
    model.qualities().forEach(quality -> json.withArray("qualities").add(quality.word()));
    json.put("auto_quality", model.autoQuality().word());
    formats(json.putArray("formats"), model.formats());
    formats(json.putArray("compressible"), model.compressible());
    formats(json.putArray("transparent"), model.transparent());
    json.putObject("limits")
        .put("prompt", model.limits().promptMax())
        .put("n", model.limits().countMax())
        .put("partials", model.limits().partialsMax())
        .put("images", model.limits().inputsMax());
    ArrayNode makers = json.putArray("made_by");
    accounts.accounts().stream()
        .filter(account -> accounts.models(account.id()).contains(model.id()))
        .map(Account::provider)
        .distinct()
        .sorted()
        .forEach(makers::add);
    return json;
  }

  private static void sizes(ObjectNode json, SizeRules rules) {
    json.put("step", rules.step())
        .put("long_edge_max", rules.longEdgeMax())
        .put("ratio_max", rules.ratioMax())
        .put("pixels_min", rules.pixelsMin())
        .put("pixels_max", rules.pixelsMax())
        .put("auto", rules.auto().toString());
    ArrayNode popular = json.putArray("popular");
    rules.popular().forEach(size -> popular.add(size.toString()));
  }

  /** In the order in which they are always told. */
  private static void formats(ArrayNode json, Set<OutputFormat> formats) {
    Arrays.stream(OutputFormat.values())
        .filter(formats::contains)
        .forEach(format -> json.add(format.word()));
  }
}
