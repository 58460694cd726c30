package dev.atelier.api.responses;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.api.FileLinks;
import dev.atelier.api.SubmitOrder;
import dev.atelier.api.openai.OpenAiSettings;
import dev.atelier.api.openai.WaitForJob;
import dev.atelier.api.read.Strictness;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import java.util.Map;
import java.util.Set;

/** OpenAI's Responses API with the image tool, over the gateway. */
public final class ResponsesApi {
  /** Members of this API's state of a job that hold the customer's words, by its name. */
  public static final Map<String, Set<String>> STATE_TEXTS =
      Map.of(ResponseState.DIALECT, ResponseState.TEXTS);

  private final Authenticator authenticator;
  private final AnswerFaults faults = new AnswerFaults();
  private final long imageBodyBytesMax;
  private final MakeResponse make;
  private final AnswerResponses stored;

  /**
   * @param links what every job's origin is built with
   */
  public ResponsesApi(
      Gateway gateway, Keys keys, Catalog catalog, FileLinks links, OpenAiSettings settings) {
    Strictness strictness = settings.strictness();
    var texts = new TextModels(settings.textModels(), strictness);
    var models = new ReadModels(catalog, texts, strictness);
    var responses = new StoredResponses(gateway.find());
    var submit = new SubmitOrder(gateway, links, ResponseState.DIALECT);
    var tell = new TellResponse(gateway);
    this.authenticator = new Authenticator(keys, Dialect.RESPONSES);
    this.imageBodyBytesMax = settings.imageBodyBytesMax();
    this.make =
        new MakeResponse(
            gateway,
            new ReadResponse(gateway, responses, submit, models, strictness),
            submit,
            new WaitForJob(gateway, settings),
            tell);
    this.stored = new AnswerResponses(gateway, responses, tell, links, strictness);
  }

  /** Adds everything this API answers to the paths of OpenAI's. */
  public Mount on(Mount openAi) {
    return openAi
        .post("/responses", imageBodyBytesMax, to(Scope.GENERATE, make::answer))
        .post("/responses/{id}", to(Scope.GENERATE, ResponsesApi::notServed))
        .get("/responses/{id}", to(Scope.READ, stored::one))
        .delete("/responses/{id}", to(Scope.GENERATE, stored::delete))
        .post("/responses/{id}/cancel", to(Scope.GENERATE, stored::cancel))
        .get("/responses/{id}/input_items", to(Scope.READ, stored::inputItems));
  }

  /** {@code compact}, {@code input_tokens}: they would need a text model. */
  private static void notServed(Exchange exchange, Principal principal) {
    throw RenderFault.notServed(exchange.method(), exchange.path());
  }

  private Endpoint to(Scope scope, Endpoint.Action action) {
    return new Endpoint(authenticator, faults, scope, faults.with(action));
  }
}
