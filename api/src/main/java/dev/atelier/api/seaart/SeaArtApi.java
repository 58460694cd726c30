package dev.atelier.api.seaart;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.api.FileLinks;
import dev.atelier.api.JobOrder;
import dev.atelier.api.JsonBody;
import dev.atelier.api.RetryHeaders;
import dev.atelier.api.SubmitOrder;
import dev.atelier.api.read.FindModel;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.api.read.Strictness;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobFault;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The SeaArt queue API over the gateway. */
public final class SeaArtApi {
  private static final String JSON = JsonBody.MEDIA_TYPE;
  private static final String TASK = "/{endpoint}/requests/{id}";
  private static final ErrorBody NO_WEBHOOK = ErrorBody.detail(400, "webhook not supported");
  private static final ErrorBody NO_SYNC = ErrorBody.detail(404, "Not Found");
  private static final ErrorBody NO_STREAM = ErrorBody.detail(400, "SSE streaming not supported");

  private final Gateway gateway;
  private final Authenticator authenticator;
  private final FileLinks links;
  private final SubmitOrder submit;
  private final long imageBodyBytesMax;
  private final AnswerErrors errors = new AnswerErrors();
  private final Strictness strictness;
  private final ReadTask tasks;
  private final AnswerUpload upload;
  private final Apps apps;

  /**
   * @param links signs the links of results and uploads
   * @param imageBodyBytesMax largest body of a create call
   * @param strictness how far a request is understood beyond what the vendor documents
   */
  public SeaArtApi(
      Gateway gateway,
      Keys keys,
      Catalog catalog,
      FileLinks links,
      long imageBodyBytesMax,
      Strictness strictness) {
    this.gateway = gateway;
    this.authenticator = new Authenticator(keys, Dialect.SEAART);
    this.links = links;
    this.submit = new SubmitOrder(gateway, links, "seaart");
    this.imageBodyBytesMax = imageBodyBytesMax;
    this.strictness = strictness;
    this.tasks = new ReadTask(gateway, strictness);
    this.upload = new AnswerUpload(gateway, links, strictness);
    this.apps = new Apps(new FindModel(catalog, strictness));
  }

  /** Where the vendor's command line uploads files: this one path and nothing beside it. */
  public Mount uploads() {
    return Mount.at(errors, AnswerUpload.MOUNT)
        .post("", upload.bodyBytesMax(), to(Scope.GENERATE, upload::answer));
  }

  /** Everything this API answers but {@link #uploads()}. */
  public Mount mount() {
    return Mount.at(errors, TaskLinks.MOUNTS)
        .post("/{endpoint}", imageBodyBytesMax, to(Scope.GENERATE, this::create))
        .post("/{endpoint}/sync", exchange -> errors.answer(exchange, NO_SYNC))
        .get(TASK + "/status", to(Scope.READ, this::status))
        .get(
            TASK + "/status/stream",
            to(Scope.READ, (exchange, _) -> errors.answer(exchange, NO_STREAM)))
        .get(TASK + "/response", to(Scope.READ, this::response))
        .route("PUT", TASK + "/cancel", to(Scope.GENERATE, this::cancel));
  }

  private Endpoint to(Scope scope, Endpoint.Action action) {
    return new Endpoint(authenticator, errors, scope, action);
  }

  private void create(Exchange exchange, Principal principal) throws IOException {
    App app = apps.named(exchange.variable("endpoint"));
    ClientRetry retry = RetryHeaders.of(exchange);
    Optional<ImageRequest> request =
        submit.readJson(
            exchange,
            ReadTask.PICTURES,
            strictness,
            (body, references, uploads) ->
                Webhooks.asked(exchange) || Webhooks.asked(body, strictness)
                    ? Optional.empty()
                    : Optional.of(tasks.read(app, principal.tenant(), body, references, uploads)));
    if (request.isEmpty()) {
      errors.answer(exchange, NO_WEBHOOK);
      return;
    }
    JobOrder order = JobOrder.of(request.get(), () -> "{}", CompletionPolicy.ANY);
    Job job = submit.submit(exchange, principal, retry, order).job();
    TaskLinks task = TaskLinks.of(exchange, links, app, job);
    long position = job.state() == JobState.QUEUED ? gateway.find().ahead(job) : 0;
    exchange.respond(200, JSON, TaskJson.created(task, position));
  }

  private void status(Exchange exchange, Principal principal) throws IOException {
    App app = apps.named(exchange.variable("endpoint"));
    answerStatus(exchange, 200, app, require(exchange, principal, app));
  }

  private void response(Exchange exchange, Principal principal) throws IOException {
    App app = apps.named(exchange.variable("endpoint"));
    JobDetail detail = require(exchange, principal, app);
    Job job = detail.job();
    if (!job.state().ended()) {
      answerStatus(exchange, 202, app, detail);
      return;
    }
    if (job.state() != JobState.SUCCEEDED) {
      throw new FaultException(job.fault().orElseGet(JobFault.Cancelled::new));
    }
    List<TaskJson.ResultImage> images =
        job.images().stream()
            .filter(image -> image.state() == ImageState.DONE)
            .map(image -> image(exchange, detail, image))
            .toList();
    exchange.setHeader("x-atelier-engine", images.getFirst().report().engine());
    exchange.respond(
        200, JSON, TaskJson.result(job, TaskLinks.of(exchange, links, app, job), images));
  }

  private void answerStatus(Exchange exchange, int status, App app, JobDetail detail)
      throws IOException {
    TaskLinks task = TaskLinks.of(exchange, links, app, detail.job());
    exchange.respond(status, JSON, TaskJson.status(detail.job(), task, detail.ahead().orElse(0)));
  }

  private TaskJson.ResultImage image(Exchange exchange, JobDetail detail, JobImage image) {
    var stored =
        image
            .artifact()
            .flatMap(id -> detail.image(detail.job(), id))
            .orElseThrow(() -> notFound(exchange));
    var artifact = stored.artifact();
    String name = "output-" + image.index() + "." + FileLinks.extension(artifact);
    return new TaskJson.ResultImage(
        links.result(links.base(exchange), detail.job(), artifact, name),
        name,
        artifact,
        image.report().orElseThrow());
  }

  private void cancel(Exchange exchange, Principal principal) throws IOException {
    CancelResult result =
        apps.find(exchange.variable("endpoint"))
            .flatMap(app -> find(exchange, principal, app))
            .map(found -> gateway.cancel().cancel(principal, found.id()))
            .orElse(CancelResult.NOT_FOUND);
    switch (result) {
      case CANCELLED -> exchange.respond(202, JSON, TaskJson.cancel("CANCELLATION_REQUESTED"));
      case ALREADY_ENDED -> exchange.respond(400, JSON, TaskJson.cancel("ALREADY_COMPLETED"));
      case NOT_FOUND -> exchange.respond(404, JSON, TaskJson.cancel("NOT_FOUND"));
    }
  }

  private JobDetail require(Exchange exchange, Principal principal, App app) {
    return JobIdFormat.parse(exchange.variable("id"))
        .flatMap(id -> gateway.find().detail(principal, id))
        .filter(detail -> app.makes(detail.job()))
        .orElseThrow(() -> notFound(exchange));
  }

  private Optional<Job> find(Exchange exchange, Principal principal, App app) {
    return JobIdFormat.parse(exchange.variable("id"))
        .flatMap(id -> gateway.find().find(principal, id))
        .filter(app::makes);
  }

  private static FaultException notFound(Exchange exchange) {
    return new FaultException(new RequestFault.NotFound("request", exchange.variable("id")));
  }
}
