package dev.atelier.api.openai;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JobOrder;
import dev.atelier.api.JsonBody;
import dev.atelier.api.JsonTemplate;
import dev.atelier.api.RetryAfter;
import dev.atelier.api.SubmitOrder;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.gateway.settle.RetentionPolicy;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobFault;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Accepts requests whose results are fetched later, and tells how they stand. */
final class AnswerTasks {
  private static final Duration POLL_EVERY = Duration.ofSeconds(3);

  private final Gateway gateway;
  private final FileLinks links;
  private final SubmitOrder submit;
  private final RetentionPolicy retention;
  private final InstantSource clock;

  /**
   * @param retention how long an ended task can be polled
   */
  AnswerTasks(Gateway gateway, FileLinks links, RetentionPolicy retention, InstantSource clock) {
    this.gateway = gateway;
    this.links = links;
    this.submit = new SubmitOrder(gateway, links, TaskState.DIALECT);
    this.retention = retention;
    this.clock = clock;
  }

  /** Answers as soon as the job is durable. */
  void accept(Exchange exchange, Principal principal, ImagesRequest read) throws IOException {
    ResponseContext asked = new ResponseContext(principal, read.order()).background();
    JobOrder order =
        JobOrder.of(read.request(), TaskState.of(asked), CompletionPolicy.ALL_BUT_BLOCKED);
    Job job = submit.submit(exchange, principal, read.retry(), order).job();
    RateLimitHeaders.set(exchange, gateway, principal, job);
    String path = exchange.path();
    String poll =
        path.substring(0, path.lastIndexOf("/images/")) + "/images/tasks/" + TaskBody.name(job);
    headers(exchange, job);
    exchange.setHeader("Location", poll);
    comeBack(exchange);
    exchange.respond(202, JsonBody.MEDIA_TYPE, new TaskBody(job, expires(job)).accepted(poll));
  }

  /** A failed task is no failed poll: its error is told with 200. */
  void one(Exchange exchange, Principal principal) throws IOException {
    JobDetail detail = require(principal, exchange.variable("id"));
    Job job = detail.job();
    var body = new TaskBody(job, expires(job));
    headers(exchange, job);
    switch (job.state()) {
      case QUEUED, RUNNING -> {
        comeBack(exchange);
        exchange.respond(200, JsonBody.MEDIA_TYPE, body.unfinished());
      }
      case FAILED, CANCELLED -> {
        Fault fault = job.fault().orElseGet(JobFault.Cancelled::new);
        var error = RenderFault.render(fault, exchange.requestId());
        exchange.respond(200, JsonBody.MEDIA_TYPE, body.failed(error));
      }
      case SUCCEEDED -> completed(exchange, principal, detail, body);
    }
  }

  private void completed(Exchange exchange, Principal principal, JobDetail detail, TaskBody body)
      throws IOException {
    Job job = detail.job();
    ResponseContext asked = ResponseContext.of(principal, job);
    Function<StoredImage, String> link = stored -> ImagesBody.link(links, exchange, job, stored);
    StoredImage first = MadeImages.stored(detail, job, MadeImages.of(job).getFirst());
    JsonTemplate answer = body.completed(link.apply(first), new ImagesBody(detail, asked, link));
    MadeImages.engine(exchange, job);
    try (OutputStream out = exchange.respond(200, JsonBody.MEDIA_TYPE, answer.length())) {
      answer.writeTo(out);
    }
  }

  private JobDetail require(Principal principal, String name) {
    return JobIdFormat.parse(name)
        .flatMap(id -> gateway.find().detail(principal, id))
        .filter(detail -> !expired(detail.job()))
        .orElseThrow(() -> new FaultException(new RequestFault.NotFound("image task", name)));
  }

  private boolean expired(Job job) {
    return job.state().ended()
        && expires(job).filter(until -> !clock.instant().isBefore(until)).isPresent();
  }

  /** As it stands: later for a job that goes on, never where results are kept for good. */
  private Optional<Instant> expires(Job job) {
    return retention.forGood(job.tenant())
        ? Optional.empty()
        : Optional.of(job.ended().orElse(job.created()).plus(retention.usual()));
  }

  private static void headers(Exchange exchange, Job job) {
    exchange.setHeader("x-atelier-job", job.id().toString());
    exchange.setHeader("Cache-Control", "no-store");
  }

  private static void comeBack(Exchange exchange) {
    RetryAfter.set(exchange, POLL_EVERY);
  }
}
