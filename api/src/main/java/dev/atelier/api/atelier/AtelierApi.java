package dev.atelier.api.atelier;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.api.FileLinks;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.http.server.Mount;
import dev.atelier.metering.key.Scope;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.dispatch.PayloadRenderer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** Atelier's own API over the gateway: the list of its routes. */
public final class AtelierApi {
  /** Members of this API's state of a job that hold the customer's words, by its name. */
  public static final Map<String, Set<String>> STATE_TEXTS =
      Map.of(AtelierApi.DIALECT, AtelierState.TEXTS);

  /** Where it is. */
  public static final String PATH = "/api/v1";

  /** What its jobs are stored under. */
  static final String DIALECT = "atelier";

  private final Authenticator authenticator;
  private final AtelierSettings settings;
  private final AnswerErrors errors = new AnswerErrors();
  private final Document document = new Document();
  private final AcceptJob accept;
  private final Quotes quotes;
  private final Jobs jobs;
  private final JobEvents events;
  private final Artifacts artifacts;
  private final GalleryApi gallery;
  private final WebhookEndpoints webhooks;
  private final Deliveries deliveries;
  private final Attempts attempts;
  private final Usage usage;
  private final UsageSeries series;
  private final AtelierMessages messages;

  /**
   * @param authenticator knows the callers of this API, and is that of all its parts
   * @param links signs the links of results
   */
  public AtelierApi(
      Gateway gateway,
      ManageWebhooks webhooks,
      Authenticator authenticator,
      Catalog catalog,
      FileLinks links,
      AtelierSettings settings,
      InstantSource clock) {
    this.authenticator = authenticator;
    this.settings = settings;
    var describe = new DescribeJob(gateway, links);
    var read =
        new ReadJob(gateway, catalog, webhooks, settings.resultsKept(), settings.strictness());
    this.accept = new AcceptJob(gateway, links, read, describe);
    this.quotes = new Quotes(gateway, links, read);
    this.jobs = new Jobs(gateway, errors, describe);
    this.events = new JobEvents(gateway, jobs, describe, clock);
    this.artifacts = new Artifacts(gateway, links, settings.resultsKept(), settings.strictness());
    this.gallery = new GalleryApi(gateway.gallery(), errors, catalog);
    this.webhooks = new WebhookEndpoints(webhooks, errors, links);
    this.deliveries = new Deliveries(webhooks, this.webhooks);
    this.messages = new AtelierMessages(gateway, describe);
    this.attempts = new Attempts(gateway.attempts());
    this.usage = new Usage(gateway.balance(), gateway.usage());
    this.series = new UsageSeries(gateway.charts());
  }

  /** Adds the description of this API, which is also looked for at the root. */
  public Mount described(Mount mount) {
    return mount.get("/openapi.yaml", document::yaml).get("/openapi.json", document::json);
  }

  /** Everything this API answers. */
  public Mount mount() {
    return gallery
        .on(described(Mount.at(errors, PATH)), authenticator)
        .post("/jobs", settings.imageBodyBytesMax(), to(Scope.GENERATE, accept::answer))
        .post("/quotes", settings.imageBodyBytesMax(), to(Scope.GENERATE, quotes::answer))
        .get("/jobs", to(Scope.READ, jobs::list))
        .get("/jobs/{id}", to(Scope.READ, jobs::show))
        .post("/jobs/{id}/cancel", to(Scope.GENERATE, jobs::cancel))
        .get("/jobs/{id}/events", to(Scope.READ, events::stream))
        .post("/artifacts", artifacts.bodyBytesMax(), to(Scope.GENERATE, artifacts::upload))
        .get("/artifacts/{id}", to(Scope.READ, artifacts::show))
        .get("/artifacts/{id}/content", to(Scope.READ, artifacts::content))
        .get("/artifacts/{id}/thumbnail", to(Scope.READ, artifacts::thumbnail))
        .delete("/artifacts/{id}", to(Scope.GENERATE, artifacts::delete))
        .post("/webhooks", to(Scope.ADMIN, webhooks::create))
        .get("/webhooks", to(Scope.READ, webhooks::list))
        .get("/webhooks/{id}", to(Scope.READ, webhooks::show))
        .route("PATCH", "/webhooks/{id}", to(Scope.ADMIN, webhooks::change))
        .delete("/webhooks/{id}", to(Scope.ADMIN, webhooks::remove))
        .post("/webhooks/{id}/test", to(Scope.ADMIN, webhooks::test))
        .post("/webhooks/{id}/rotate", to(Scope.ADMIN, webhooks::rotate))
        .get("/webhooks/{id}/secret", to(Scope.ADMIN, webhooks::secret))
        .get("/webhooks/{id}/deliveries", to(Scope.READ, deliveries::ofEndpoint))
        .get("/webhook-secret", to(Scope.ADMIN, webhooks::tenantSecret))
        .get("/deliveries", to(Scope.READ, deliveries::list))
        .get("/deliveries/{id}", to(Scope.READ, deliveries::show))
        .post("/deliveries/{id}/redeliver", to(Scope.ADMIN, deliveries::redeliver))
        .get("/attempts", to(Scope.ADMIN, attempts::list))
        .get("/usage", to(Scope.READ, usage::show))
        .get("/usage/series", to(Scope.READ, series::show));
  }

  /** Writes what receivers are sent, for {@link RendererName#ATELIER}. */
  public PayloadRenderer renderer() {
    return messages;
  }

  private Endpoint to(Scope scope, Endpoint.Action action) {
    return new Endpoint(authenticator, errors, scope, action);
  }
}
