package dev.atelier.api.responses;

import dev.atelier.api.JobOrder;
import dev.atelier.api.JsonBody;
import dev.atelier.api.JsonTemplate;
import dev.atelier.api.SubmitOrder;
import dev.atelier.api.openai.RateLimitHeaders;
import dev.atelier.api.openai.WaitForJob;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.io.OutputStream;

/** Submits a request and answers: with the response, with its events, or that it is accepted. */
final class MakeResponse {
  private final Gateway gateway;
  private final ReadResponse read;
  private final SubmitOrder submit;
  private final WaitForJob wait;
  private final TellResponse tell;

  MakeResponse(
      Gateway gateway, ReadResponse read, SubmitOrder submit, WaitForJob wait, TellResponse tell) {
    this.gateway = gateway;
    this.read = read;
    this.submit = submit;
    this.wait = wait;
    this.tell = tell;
  }

  void answer(Exchange exchange, Principal principal) throws IOException, InterruptedException {
    ResponseRequest request = read.read(exchange, principal);
    JobOrder order =
        JobOrder.of(request.request(), request.state(), CompletionPolicy.ALL)
            .as(request.stream() ? "stream" : "");
    if (!request.state().background()) {
      waitedFor(exchange, principal, request, order);
    } else if (request.stream()) {
      Watch watch = submit.submitAndFollow(exchange, principal, request.retry(), order);
      RateLimitHeaders.set(exchange, gateway, principal, watch.job());
      tell.background(exchange, watch);
    } else {
      Job job = submit.submit(exchange, principal, request.retry(), order).job();
      RateLimitHeaders.set(exchange, gateway, principal, job);
      accepted(exchange, job);
    }
  }

  private void waitedFor(
      Exchange exchange, Principal principal, ResponseRequest request, JobOrder order)
      throws IOException, InterruptedException {
    try (Watch watch = submit.submitAndWatch(exchange, principal, request.retry(), order)) {
      RateLimitHeaders.set(exchange, gateway, principal, watch.job());
      wait.answering(
          exchange,
          principal,
          watch,
          () -> {
            if (request.stream()) {
              tell.live(exchange, watch);
            } else {
              wait.respond(
                  exchange,
                  watch,
                  job -> new ResponseBody(watch, job).as(ResponseStatus.COMPLETED),
                  fault -> RenderFault.render(fault, exchange.requestId()));
            }
          });
    }
  }

  /** One that goes on is told to be queued, whether or not a worker has begun already. */
  private void accepted(Exchange exchange, Job job) throws IOException {
    var body = new ResponseBody(gateway.find(), job);
    respond(exchange, body.as(job.state().ended() ? body.status() : ResponseStatus.QUEUED));
  }

  static void respond(Exchange exchange, JsonTemplate body) throws IOException {
    try (OutputStream out = exchange.respond(200, JsonBody.MEDIA_TYPE, body.length())) {
      body.writeTo(out);
    }
  }
}
