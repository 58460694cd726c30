package dev.atelier.api.atelier;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JsonBody;
import dev.atelier.api.ReadImageReferences;
import dev.atelier.api.Repetition;
import dev.atelier.api.Uploads;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.Submission;
import dev.atelier.gateway.Submitted;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.Principal;
import dev.atelier.queue.Job;
import java.io.IOException;

/** {@code POST /jobs}: accepts a job and answers at once. */
final class AcceptJob {
  private final Gateway gateway;
  private final FileLinks links;
  private final ReadJob read;
  private final DescribeJob describe;

  AcceptJob(Gateway gateway, FileLinks links, ReadJob read, DescribeJob describe) {
    this.gateway = gateway;
    this.links = links;
    this.read = read;
    this.describe = describe;
  }

  void answer(Exchange exchange, Principal principal) throws IOException {
    Repetition repetition = Repetition.of(exchange);
    ReadJob.Read asked;
    try (var uploads = new Uploads(gateway.prepare())) {
      var refs = new ReadImageReferences(uploads, ReadImages.IMAGES, ReadImages.MASK);
      asked = read.of(principal.tenant(), JsonBody.read(exchange, refs), refs, uploads);
    }
    Submitted submitted =
        gateway.submit().submit(submission(exchange, principal, asked, repetition));
    respond(exchange, submitted);
  }

  private Submission submission(
      Exchange exchange, Principal principal, ReadJob.Read asked, Repetition repetition) {
    var origin = links.origin(exchange, AtelierApi.DIALECT, asked.note().text(), asked.linksLast());
    return new Submission(
            principal,
            asked.request(),
            origin,
            asked.completion(),
            false,
            repetition.key(),
            repetition.repeat())
        .telling(asked.subscriptions());
  }

  private void respond(Exchange exchange, Submitted submitted) throws IOException {
    Job job = submitted.job();
    if (submitted.how() != Submitted.How.NEW) {
      exchange.setHeader("Idempotency-Replayed", "true");
    }
    exchange.note("job", job.id().toString());
    exchange.setHeader("Location", links.base(exchange) + AtelierApi.PATH + "/jobs/" + job.id());
    exchange.setHeader("x-atelier-job", job.id().toString());
    Json.respond(exchange, 202, describe.of(exchange, job));
  }
}
