package dev.atelier.api.atelier;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.api.JsonBody;
import dev.atelier.api.read.Fields;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.gallery.Gallery;
import dev.atelier.gateway.gallery.GalleryImage;
import dev.atelier.gateway.gallery.SearchImages;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageId;
import dev.atelier.image.Order;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /images}: the delivered images of a tenant, one by one or many at a time. */
final class GalleryApi {
  /** Most images that one call marks, files or deletes. */
  static final int CHANGED_MAX = 500;

  /** Most images of one archive: their ids are to fit into a link. */
  static final int ARCHIVED_MAX = 200;

  private static final String IMAGES = "images";
  private static final String ADD = "add";
  private static final String REMOVE = "remove";

  private final Gallery gallery;
  private final AnswerErrors errors;
  private final ReadImageQuery queries;

  GalleryApi(Gallery gallery, AnswerErrors errors, Catalog catalog) {
    this.gallery = gallery;
    this.errors = errors;
    this.queries = new ReadImageQuery(catalog);
  }

  /** Adds its routes, and those of the boards. */
  Mount on(Mount own, Authenticator callers) {
    var boards = new BoardsApi(gallery.boards(), errors);
    return boards.on(
        own.get("/images", new Endpoint(callers, errors, Scope.READ, this::list))
            .get("/images/archive", new Endpoint(callers, errors, Scope.READ, this::archive))
            .post("/images/favourites", new Endpoint(callers, errors, Scope.GENERATE, this::favour))
            .post("/images/delete", new Endpoint(callers, errors, Scope.GENERATE, this::delete)),
        callers);
  }

  private void list(Exchange exchange, Principal principal) throws IOException {
    ReadImageQuery.Query query = queries.of(exchange);
    SearchImages.Found found =
        gallery
            .search()
            .page(principal, query.source(), query.filter(), query.after(), query.limit())
            .orElseThrow(() ->
                new FaultException(
                    new RequestFault.NotFound("board", exchange.query("board").orElse(""))));
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    for (GalleryImage image : found.images()) {
      data.add(json(image).put("favourite", found.favourites().contains(image.artifact().id())));
    }
    json.put("has_more", found.next().isPresent());
    Json.text(json, "next_after", found.next().map(ImageId::toString));
    Json.respond(exchange, 200, json);
  }

  private static ObjectNode json(GalleryImage image) {
    Order order = image.job().request().order();
    ObjectNode json =
        Json.object()
            .put("id", image.id().toString())
            .put("job", image.job().id().toString())
            .put("index", image.image().index())
            .put("artifact", image.artifact().id().toString())
            .put("job_state", Json.word(image.job().state()))
            .put("created_at", Json.time(image.job().created()))
            .put("operation", image.job().request().operation().word())
            .put("model", order.model())
            .put("key", image.job().key().value())
            .put("prompt", order.prompt().shown().orElse(null));
    Json.text(json, "size", image.artifact().size().map(Object::toString));
    return json.put("media_type", image.artifact().mediaType())
        .put("bytes", image.artifact().bytes());
  }

  private void archive(Exchange exchange, Principal principal) throws IOException {
    Fields query = Fields.ofQuery(exchange);
    query.only(Set.of(IMAGES));
    List<ImageId> ids =
        ReadImageIds.of(
            Arrays.asList(query.requiredText(IMAGES).split(",", -1)), IMAGES, ARCHIVED_MAX);
    List<GalleryImage> images = gallery.selection().require(principal, ids);
    exchange.setHeader("Cache-Control", "no-store");
    exchange.setHeader(
        "Content-Disposition",
        "attachment; filename=\"atelier-%s-%d.zip\""
            .formatted(exchange.received().atOffset(ZoneOffset.UTC).toLocalDate(), images.size()));
    try (var out = exchange.respond(200, "application/zip")) {
      new WriteArchive(gallery.selection()::content).to(out, images);
    }
  }

  private void favour(Exchange exchange, Principal principal) throws IOException {
    JsonNode body = JsonBody.read(exchange, FieldSpool.NONE);
    Fields.ofJson("", body).only(Set.of(ADD, REMOVE));
    List<ImageId> add = ReadImageIds.of(body, ADD, CHANGED_MAX);
    List<ImageId> remove = ReadImageIds.of(body, REMOVE, CHANGED_MAX);
    gallery.selection().favour(principal, add, remove);
    exchange.respond(204);
  }

  private void delete(Exchange exchange, Principal principal) throws IOException {
    JsonNode body = JsonBody.read(exchange, FieldSpool.NONE);
    Fields.ofJson("", body).only(Set.of(IMAGES));
    List<ImageId> ids = ReadImageIds.of(body, IMAGES, CHANGED_MAX);
    if (ids.isEmpty()) {
      throw RequestFault.invalid(IMAGES, new Problem.TooFew(1, 0));
    }
    int deleted = gallery.selection().delete(principal, ids);
    Json.respond(
        exchange,
        200,
        Json.object().put("deleted", deleted).put("not_found", ids.size() - deleted));
  }
}
