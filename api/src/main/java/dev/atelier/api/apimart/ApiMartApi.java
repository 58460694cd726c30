package dev.atelier.api.apimart;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.api.FileLinks;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Mount;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Scope;
import dev.atelier.webhook.dispatch.PayloadRenderer;
import java.time.InstantSource;

/** The APIMart API for images over the gateway. */
public final class ApiMartApi {
  /** What {@link #renderer()} is called in the outbox. */
  public static final String RENDERER = "apimart";

  private final Authenticator authenticator;
  private final ApiMartSettings settings;
  private final AnswerErrors errors = new AnswerErrors();
  private final SubmitTask submit;
  private final AnswerTasks tasks;
  private final AnswerUpload upload;
  private final PayloadRenderer renderer;
  private final AnswerModels models;
  private final AnswerBalance balance;

  /**
   * @param links signs the links of results and uploads
   */
  public ApiMartApi(
      Gateway gateway,
      Keys keys,
      Catalog catalog,
      FileLinks links,
      ApiMartSettings settings,
      InstantSource clock) {
    this.authenticator = new Authenticator(keys, Dialect.APIMART);
    this.settings = settings;
    var offers = new Offers(catalog, settings.strictness());
    this.submit = new SubmitTask(gateway, offers, links, settings);
    var found = new Tasks(gateway, links, settings.tasksKept(), clock);
    this.tasks = new AnswerTasks(found, settings.strictness(), clock);
    this.renderer = new TellTask(gateway, found);
    this.upload = new AnswerUpload(gateway, links, settings.strictness());
    this.models = new AnswerModels(offers);
    this.balance = new AnswerBalance(gateway);
  }

  /** Everything this API answers. */
  public Mount mount() {
    return Mount.at(errors, "/apimart/v1")
        .post(
            "/images/generations", settings.imageBodyBytesMax(), to(Scope.GENERATE, submit::answer))
        .get("/tasks/{id}", to(Scope.READ, tasks::one))
        .post("/tasks/batch", to(Scope.READ, tasks::many))
        .post("/uploads/images", AnswerUpload.BODY_BYTES_MAX, to(Scope.GENERATE, upload::answer))
        .get("/models", to(Scope.READ, models::list))
        .get("/models/{id}", to(Scope.READ, models::one))
        .get("/balance", to(Scope.READ, balance::answer))
        .get("/user/balance", to(Scope.READ, balance::answer));
  }

  /** Writes what the clients are told that asked to be called. */
  public PayloadRenderer renderer() {
    return renderer;
  }

  private Endpoint to(Scope scope, Endpoint.Action action) {
    return new Endpoint(authenticator, errors, scope, action);
  }
}
