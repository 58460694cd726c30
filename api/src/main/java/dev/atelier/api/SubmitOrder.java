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
import dev.atelier.metering.Principal;
import dev.atelier.queue.Job;
import java.io.IOException;
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
    try (var uploads = new Uploads(gateway.prepare())) {
      var references = new ReadImageReferences(uploads, images, strictness);
      return order.read(JsonBody.read(exchange, references, strictness), references, uploads);
    }
  }

  /** Submits an order whose result is fetched later. */
  public Submitted submit(
      Exchange exchange, Principal principal, ClientRetry retry, JobOrder order) {
    Submitted submitted =
        gateway.submit().submit(submission(exchange, principal, retry, order, false));
    name(exchange, submitted.job());
    return submitted;
  }

  /** Submits an order whose caller stays on the line; close what is returned. */
  public WatchJob.Watch submitAndWatch(
      Exchange exchange, Principal principal, ClientRetry retry, JobOrder order) {
    WatchJob.Watch watch =
        gateway.submitAndWatch(submission(exchange, principal, retry, order, true));
    name(exchange, watch.job());
    return watch;
  }

  /** Says in the answer that it is an earlier one's, where it is. */
  public static void replayed(Exchange exchange, Submitted submitted) {
    if (submitted.how() != Submitted.How.NEW) {
      exchange.setHeader("Idempotency-Replayed", "true");
    }
  }

  private Submission submission(
      Exchange exchange,
      Principal principal,
      ClientRetry retry,
      JobOrder order,
      boolean interactive) {
    return new Submission(
            principal,
            order.request(),
            links.origin(exchange, dialect, order.state().text(), order.linksLast()),
            order.completion(),
            interactive,
            retry)
        .on(order.terms())
        .telling(order.subscriptions())
        .as(order.variant());
  }

  private static void name(Exchange exchange, Job job) {
    exchange.setHeader("x-atelier-job", job.id().toString());
    var order = job.request().order();
    exchange.note("job", job.id().toString());
    exchange.note("size", order.output().size().toString());
    exchange.note("quality", order.output().quality().word());
    exchange.note("format", order.output().format().word());
    exchange.note("n", order.count());
    order.endUser().ifPresent(user -> exchange.note("endUser", user));
  }
}
