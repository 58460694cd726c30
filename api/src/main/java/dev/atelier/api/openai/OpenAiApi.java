package dev.atelier.api.openai;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Fields;
import dev.atelier.api.FileLinks;
import dev.atelier.api.JsonBody;
import dev.atelier.api.Repetition;
import dev.atelier.api.Uploads;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.PreparedInputs;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.http.server.Multipart;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.metering.Keys;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/** The OpenAI Images API over the gateway. */
public final class OpenAiApi {
  private static final String VARIATIONS =
      "The image variations endpoint has been retired. Use /v1/images/edits with a prompt instead.";

  private final Gateway gateway;
  private final Authenticator authenticator;
  private final OpenAiSettings settings;
  private final InstantSource clock;
  private final AnswerErrors errors = new AnswerErrors();
  private final ReadOrder orders;
  private final AnswerModels models;
  private final MakeImages make;

  /**
   * @param links signs the links of {@code response_format: "url"}
   */
  public OpenAiApi(
      Gateway gateway,
      Keys keys,
      Catalog catalog,
      FileLinks links,
      OpenAiSettings settings,
      InstantSource clock) {
    this.gateway = gateway;
    this.authenticator = new Authenticator(keys);
    this.settings = settings;
    this.clock = clock;
    this.orders = new ReadOrder(catalog, settings.strict());
    this.models = new AnswerModels(catalog);
    this.make = new MakeImages(gateway, links, settings, clock);
  }

  /** Everything this API answers. */
  public Mount mount() {
    return Mount.at(errors, "/v1", "/openai/v1", "/openai")
        .post("/images/generations", to(Scope.GENERATE, this::generate))
        .post("/images/edits", settings.imageBodyBytesMax(), to(Scope.GENERATE, this::edit))
        .post("/images/variations", settings.imageBodyBytesMax(), to(Scope.GENERATE, this::vary))
        .get("/models", to(Scope.READ, (exchange, _, _) -> models.list(exchange)))
        .get("/models/{id}", to(Scope.READ, (exchange, _, _) -> models.one(exchange)));
  }

  private Endpoint to(Scope scope, Endpoint.Action action) {
    return new Endpoint(authenticator, errors, clock, scope, action);
  }

  private void generate(Exchange exchange, Principal principal, Instant begun)
      throws IOException, InterruptedException {
    if (!JsonBody.isJson(exchange)) {
      throw unsupported(exchange, JsonBody.MEDIA_TYPE);
    }
    Repetition repetition = Repetition.of(exchange);
    ImagesOrder order =
        orders.generation(Fields.ofJson("", JsonBody.read(exchange, FieldSpool.NONE)));
    gateway.submit().check(order.order());
    ImageRequest request = new ImageRequest.Generation(order.order());
    make.answer(exchange, principal, order, request, repetition, begun);
  }

  private void edit(Exchange exchange, Principal principal, Instant begun)
      throws IOException, InterruptedException {
    Repetition repetition = Repetition.of(exchange);
    ImagesOrder order;
    PreparedInputs inputs;
    try (var uploads = new Uploads(gateway.prepare())) {
      EditBody body = editBody(exchange, uploads);
      order = body.order();
      gateway.submit().check(order.order());
      EditBody.Pictures pictures = body.pictures(principal.tenant());
      inputs = gateway.prepare().prepare(principal.tenant(), pictures.images(), pictures.mask());
    }
    ImageRequest request = new ImageRequest.Edit(order.order(), inputs.images(), inputs.mask());
    make.answer(exchange, principal, order, request, repetition, begun);
  }

  private EditBody editBody(Exchange exchange, Uploads uploads) throws IOException {
    if (Multipart.accepts(exchange.contentType())) {
      return FormEdit.read(exchange, orders, uploads);
    }
    if (JsonBody.isJson(exchange)) {
      return JsonEdit.read(exchange, orders, uploads);
    }
    throw unsupported(exchange, "multipart/form-data or " + JsonBody.MEDIA_TYPE);
  }

  private void vary(Exchange exchange, Principal principal, Instant begun) {
    throw new FaultException(new Fault.Retired(VARIATIONS));
  }

  private static FaultException unsupported(Exchange exchange, String expected) {
    return new FaultException(
        new Fault.UnsupportedMediaType(exchange.contentType().orElse(""), expected));
  }
}
