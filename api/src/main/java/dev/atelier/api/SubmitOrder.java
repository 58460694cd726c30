package dev.atelier.api;

import dev.atelier.api.read.ReadImageReferences;
import dev.atelier.api.read.ReferenceForms;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Uploads;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.gateway.query.WatchJob;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.Job;
import dev.atelier.queue.Origin;
import java.io.IOException;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The way of every request that makes a job, the same in all APIs: its body and images are read, it
 * is submitted, and its job is named in the answer and in the access log. What differs is what a
 * dialect reads, and how it answers.
 */
public final class SubmitOrder {
  private final Gateway gateway;
  private final FileLinks links;
  private final String dialect;

  /**
   * @param dialect the API's name, such as {@code openai}
   */
  public SubmitOrder(Gateway gateway, FileLinks links, String dialect) {
    this.gateway = gateway;
    this.links = links;
    this.dialect = dialect;
  }

  /** Reads a JSON body, whose images are on disk meanwhile. */
  @FunctionalInterface
  public interface JsonOrder<T> {
    T read(JsonNode body, ReadImageReferences references, Uploads uploads) throws IOException;
  }

  /**
   * What {@code order} reads out of the request's JSON body.
   *
   * @param images how the API documents the images in it
   */
  public <T> T readJson(
      Exchange exchange, ReferenceForms images, Strictness strictness, JsonOrder<T> order)
      throws IOException {
    return readJson(exchange, images, _ -> false, strictness, order);
  }

  /**
   * The same for a body that has pictures in deeper places too.
   *
   * @param places whether the text at a JSON pointer is a picture's
   */
  public <T> T readJson(
      Exchange exchange,
      ReferenceForms images,
      Predicate<String> places,
      Strictness strictness,
      JsonOrder<T> order)
      throws IOException {
    try (var uploads = new Uploads(gateway.prepare())) {
      var references = new ReadImageReferences(uploads, images, strictness, places);
      return order.read(JsonBody.read(exchange, references, strictness), references, uploads);
    }
  }

  /** Submits an order whose result is fetched later. */
  public Submitted submit(
      Exchange exchange, Principal principal, ClientRetry retry, JobOrder order) {
    JobOrder bounded = limited(exchange, order);
    Submitted submitted = submit(origin(exchange, bounded), principal, retry, bounded);
    name(exchange, submitted.job());
    return submitted;
  }

  /** The same for one that is not a request of its own. */
  public Submitted submit(Origin origin, Principal principal, ClientRetry retry, JobOrder order) {
    return gateway.submit().submit(submission(origin, principal, retry, order, false));
  }

  /** Submits an order whose caller stays on the line; close what is returned. */
  public WatchJob.Watch submitAndWatch(
      Exchange exchange, Principal principal, ClientRetry retry, JobOrder order) {
    return watched(
        exchange,
        submission(origin(exchange, order), principal, retry, limited(exchange, order), true));
  }

  /** Submits an order that is followed from its start and goes on without its caller. */
  public WatchJob.Watch submitAndFollow(
      Exchange exchange, Principal principal, ClientRetry retry, JobOrder order) {
    return watched(
        exchange,
        submission(origin(exchange, order), principal, retry, limited(exchange, order), false));
  }

  private WatchJob.Watch watched(Exchange exchange, Submission submission) {
    WatchJob.Watch watch = gateway.submitAndWatch(submission);
    name(exchange, watch.job());
    return watch;
  }

  /** The same for one that is not a request of its own. */
  public WatchJob.Watch submitAndWatch(
      Origin origin, Principal principal, ClientRetry retry, JobOrder order) {
    return gateway.submitAndWatch(submission(origin, principal, retry, order, true));
  }

  /** Says in the answer that it is an earlier one's, where it is. */
  public static void replayed(Exchange exchange, Submitted submitted) {
    if (submitted.how() != Submitted.How.NEW) {
      exchange.setHeader("Idempotency-Replayed", "true");
    }
  }

  /** What its headers say of its cost comes before what its body says. */
  private static JobOrder limited(Exchange exchange, JobOrder order) {
    return order.upTo(CostHeaders.of(exchange).limit().orElse(order.limit()));
  }

  private Origin origin(Exchange exchange, JobOrder order) {
    return links.origin(exchange, dialect, order.state().text(), order.linksLast());
  }

  private static Submission submission(
      Origin origin, Principal principal, ClientRetry retry, JobOrder order, boolean interactive) {
    return new Submission(
            principal, order.request(), origin, order.completion(), interactive, retry)
        .on(order.terms())
        .telling(order.subscriptions())
        .as(order.variant())
        .upTo(order.limit());
  }

  private static void name(Exchange exchange, Job job) {
    exchange.setHeader("x-atelier-job", job.id().toString());
    var order = job.request().order();
    exchange.note("job", job.id().toString());
    exchange.note("dialect", job.dialect());
    exchange.note("size", order.output().size().toString());
    exchange.note("quality", order.output().quality().word());
    exchange.note("format", order.output().format().word());
    exchange.note("n", order.count());
    order.endUser().ifPresent(user -> exchange.note("endUser", user));
  }
}
