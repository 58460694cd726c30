package dev.atelier.api.atelier;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JobOrder;
import dev.atelier.api.RetryHeaders;
import dev.atelier.api.SubmitOrder;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.Job;
import java.io.IOException;

/** {@code POST /jobs}: accepts a job and answers at once. */
final class AcceptJob {
  private final FileLinks links;
  private final SubmitOrder submit;
  private final ReadJob read;
  private final DescribeJob describe;

  AcceptJob(Gateway gateway, FileLinks links, ReadJob read, DescribeJob describe) {
    this.submit = new SubmitOrder(gateway, links, AtelierApi.DIALECT);
    this.links = links;
    this.read = read;
    this.describe = describe;
  }

  void answer(Exchange exchange, Principal principal) throws IOException {
    ClientRetry retry = RetryHeaders.of(exchange);
    JobOrder order =
        submit.readJson(
            exchange,
            ReadJob.PICTURES,
            read.strictness(),
            (body, references, uploads) -> read.of(principal.tenant(), body, references, uploads));
    respond(exchange, submit.submit(exchange, principal, retry, order));
  }

  private void respond(Exchange exchange, Submitted submitted) throws IOException {
    Job job = submitted.job();
    SubmitOrder.replayed(exchange, submitted);
    exchange.setHeader("Location", links.base(exchange) + AtelierApi.PATH + "/jobs/" + job.id());
    Json.respond(exchange, 202, describe.of(exchange, job));
  }
}
