package dev.atelier.api.atelier;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.api.JsonBody;
import dev.atelier.api.read.Fields;
import dev.atelier.gateway.gallery.ManageBoards;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.storage.gallery.Board;
import dev.atelier.storage.gallery.Boards;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /boards}: a tenant's collections of images. */
final class BoardsApi {
  private static final String NAME = "name";
  private static final String ADD = "add";
  private static final String REMOVE = "remove";

  private final ManageBoards boards;
  private final AnswerErrors errors;

  BoardsApi(ManageBoards boards, AnswerErrors errors) {
    this.boards = boards;
    this.errors = errors;
  }

  Mount on(Mount own, Authenticator callers) {
    return own.get("/boards", new Endpoint(callers, errors, Scope.READ, this::list))
        .post("/boards", new Endpoint(callers, errors, Scope.GENERATE, this::create))
        .get("/boards/{id}", new Endpoint(callers, errors, Scope.READ, this::show))
        .route("PATCH", "/boards/{id}", new Endpoint(callers, errors, Scope.GENERATE, this::rename))
        .delete("/boards/{id}", new Endpoint(callers, errors, Scope.GENERATE, this::delete))
        .post("/boards/{id}/images", new Endpoint(callers, errors, Scope.GENERATE, this::change));
  }

  private void list(Exchange exchange, Principal principal) throws IOException {
    Fields.ofQuery(exchange).only(Set.of());
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    boards.list(principal).forEach(board -> data.add(json(board)));
    Json.respond(exchange, 200, json);
  }

  private void show(Exchange exchange, Principal principal) throws IOException {
    answer(exchange, id(exchange).flatMap(id -> boards.find(principal, id)));
  }

  private void create(Exchange exchange, Principal principal) throws IOException {
    Optional<Board> made = boards.create(principal, name(exchange));
    if (made.isEmpty()) {
      errors.answer(exchange, RenderFault.tooMany("boards", Boards.MAX));
      return;
    }
    exchange.setHeader("Location", AtelierApi.PATH + "/boards/" + made.get().id());
    Json.respond(exchange, 201, json(made.get()));
  }

  private void rename(Exchange exchange, Principal principal) throws IOException {
    UUID id = existing(exchange, principal);
    answer(exchange, boards.rename(principal, id, name(exchange)));
  }

  private void delete(Exchange exchange, Principal principal) throws IOException {
    if (id(exchange).filter(id -> boards.delete(principal, id)).isEmpty()) {
      throw notFound(exchange);
    }
    exchange.respond(204);
  }

  private void change(Exchange exchange, Principal principal) throws IOException {
    UUID id = existing(exchange, principal);
    JsonNode body = JsonBody.read(exchange, FieldSpool.NONE);
    Fields.ofJson("", body).only(Set.of(ADD, REMOVE));
    answer(
        exchange,
        boards.change(
            principal,
            id,
            ReadImageIds.of(body, ADD, GalleryApi.CHANGED_MAX),
            ReadImageIds.of(body, REMOVE, GalleryApi.CHANGED_MAX)));
  }

  /** Told before anything of the body is, as everywhere in this API. */
  private UUID existing(Exchange exchange, Principal principal) {
    return id(exchange)
        .filter(id -> boards.owns(principal, id))
        .orElseThrow(() -> notFound(exchange));
  }

  private static void answer(Exchange exchange, Optional<Board> board) throws IOException {
    Json.respond(exchange, 200, json(board.orElseThrow(() -> notFound(exchange))));
  }

  private static String name(Exchange exchange) throws IOException {
    Fields fields = Fields.ofJson("", JsonBody.read(exchange, FieldSpool.NONE));
    fields.only(Set.of(NAME));
    String name = fields.requiredText(NAME).strip();
    if (name.isEmpty()) {
      throw fields.invalid(NAME, new Problem.TooShort(1, 0));
    }
    if (name.length() > Board.NAME_MAX) {
      throw fields.invalid(NAME, new Problem.TooLong(Board.NAME_MAX, name.length()));
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw fields.invalid(NAME, new Problem.Other("one line of text."));
    }
    return name;
  }

  private static Optional<UUID> id(Exchange exchange) {
    return ReadImageQuery.uuid(exchange.variable("id"));
  }

  private static ObjectNode json(Board board) {
    return Json.object()
        .put("id", board.id().toString())
        .put(NAME, board.name())
        .put("created_at", Json.time(board.created()))
        .put("images", board.images());
  }

  private static FaultException notFound(Exchange exchange) {
    return new FaultException(new RequestFault.NotFound("board", exchange.variable("id")));
  }
}
