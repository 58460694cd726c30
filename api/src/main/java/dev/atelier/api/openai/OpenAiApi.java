package dev.atelier.api.openai;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.api.FileLinks;
import dev.atelier.api.read.Strictness;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Scope;
import java.time.InstantSource;
import java.util.function.Function;

/** The OpenAI APIs for images over the gateway, with sub2api's asynchronous calls. */
public final class OpenAiApi {
  private static final String VARIATIONS =
      "The image variations endpoint has been retired. Use /v1/images/edits with a prompt instead.";

  private final Authenticator authenticator;
  private final Authenticator shared;
  private final long imageBodyBytesMax;
  private final AnswerErrors errors = new AnswerErrors();
  private final ReadRequest waited;
  private final ReadRequest polled;
  private final MakeImages make;
  private final AnswerTasks tasks;
  private final AnswerFiles files;
  private final AnswerModels models;

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
    Strictness strictness = settings.strictness();
    var orders = new ReadOrder(catalog, strictness);
    this.authenticator = new Authenticator(keys, Dialect.OPENAI);
    this.shared = new Authenticator(keys, Dialect.OPENAI, Dialect.RESPONSES);
    this.imageBodyBytesMax = settings.imageBodyBytesMax();
    this.waited = new ReadRequest(gateway, orders, false);
    this.polled = new ReadRequest(gateway, orders, true);
    this.make = new MakeImages(gateway, links, settings, clock);
    this.tasks = new AnswerTasks(gateway, links, settings.retention(), clock);
    this.files = new AnswerFiles(gateway, settings.filesKept(), strictness);
    this.models = new AnswerModels(catalog, strictness, settings.textModels());
  }

  /** Everything this API answers. */
  public Mount mount() {
    var mount = Mount.at(errors, "/v1", "/openai/v1", "/openai");
    images(mount, "", _ -> waited);
    deployments(mount);
    tasks(mount);
    files(mount);
    return mount
        .get("/models", shared(Scope.READ, models::list))
        .get("/models/{id}", shared(Scope.READ, models::one));
  }

  /** The shape of this API's errors, for paths that belong to none. */
  public ErrorRenderer errors() {
    return errors;
  }

  /** The same below a path that names the model, as Azure has it. */
  private void deployments(Mount mount) {
    images(mount, "/deployments/{model}", exchange -> waited.deployed(exchange.variable("model")));
  }

  private void images(Mount mount, String path, Function<Exchange, ReadRequest> reading) {
    mount
        .post(
            path + "/images/generations",
            to(
                Scope.GENERATE,
                (exchange, who) ->
                    make.answer(exchange, who, reading.apply(exchange).generation(exchange))))
        .post(
            path + "/images/edits",
            imageBodyBytesMax,
            to(
                Scope.GENERATE,
                (exchange, who) ->
                    make.answer(
                        exchange, who, reading.apply(exchange).edit(exchange, who.tenant()))))
        .post(
            path + "/images/variations",
            imageBodyBytesMax,
            to(
                Scope.GENERATE,
                (_, _) -> {
                  throw new FaultException(new RequestFault.Retired(VARIATIONS));
                }));
  }

  private void tasks(Mount mount) {
    mount
        .post(
            "/images/generations/async",
            to(
                Scope.GENERATE,
                (exchange, who) -> tasks.accept(exchange, who, polled.generation(exchange))))
        .post(
            "/images/edits/async",
            imageBodyBytesMax,
            to(
                Scope.GENERATE,
                (exchange, who) ->
                    tasks.accept(exchange, who, polled.edit(exchange, who.tenant()))))
        .get("/images/tasks/{id}", to(Scope.READ, (exchange, who) -> tasks.one(exchange, who)));
  }

  private void files(Mount mount) {
    mount
        .post(
            "/files",
            files.bodyBytesMax(),
            shared(Scope.GENERATE, (exchange, who) -> files.upload(exchange, who)))
        .get("/files", shared(Scope.READ, (exchange, who) -> files.list(exchange, who)))
        .get("/files/{id}", shared(Scope.READ, (exchange, who) -> files.one(exchange, who)))
        .get(
            "/files/{id}/content",
            shared(Scope.READ, (exchange, who) -> files.content(exchange, who)))
        .delete(
            "/files/{id}", shared(Scope.GENERATE, (exchange, who) -> files.delete(exchange, who)));
  }

  /** What serves the Responses API as well. */
  private Endpoint shared(Scope scope, Endpoint.Action action) {
    return new Endpoint(shared, errors, scope, action);
  }

  private Endpoint to(Scope scope, Endpoint.Action action) {
    return new Endpoint(authenticator, errors, scope, action);
  }
}
