package dev.atelier.api.openai;

import dev.atelier.api.Failure;
import dev.atelier.api.FileLinks;
import dev.atelier.api.JobOrder;
import dev.atelier.api.JsonTemplate;
import dev.atelier.api.SubmitOrder;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Submits a request, stays with its job, and answers with the pictures. */
final class MakeImages {
  private final Gateway gateway;
  private final FileLinks links;
  private final SubmitOrder submit;
  private final WaitForJob wait;
  private final InstantSource clock;

  MakeImages(Gateway gateway, FileLinks links, OpenAiSettings settings, InstantSource clock) {
    this.gateway = gateway;
    this.links = links;
    this.submit = new SubmitOrder(gateway, links, TaskState.DIALECT);
    this.wait = new WaitForJob(gateway, settings);
    this.clock = clock;
  }

  void answer(Exchange exchange, Principal principal, ImagesRequest read)
      throws IOException, InterruptedException {
    ResponseContext asked = new ResponseContext(principal, read.order());
    try (Watch watch =
        submit.submitAndWatch(exchange, principal, read.retry(), order(asked, read))) {
      RateLimitHeaders.set(exchange, gateway, principal, watch.job());
      wait.answering(
          exchange,
          principal,
          watch,
          () -> {
            if (read.order().stream()) {
              stream(exchange, asked, watch);
            } else {
              wait.respond(
                  exchange,
                  watch,
                  job -> made(exchange, asked, watch, job),
                  fault -> RenderFault.render(fault, exchange.requestId()));
            }
          });
    }
  }

  private static JobOrder order(ResponseContext asked, ImagesRequest read) {
    boolean stream = read.order().stream();
    return JobOrder.of(
            read.request(),
            TaskState.of(asked),
            stream ? CompletionPolicy.EACH : CompletionPolicy.ALL_BUT_BLOCKED)
        .as(stream ? "stream" : "");
  }

  private JsonTemplate made(Exchange exchange, ResponseContext asked, Watch watch, Job job)
      throws IOException {
    return new ImagesBody(watch, asked, stored -> ImagesBody.link(links, exchange, job, stored))
        .of(job);
  }

  private void stream(Exchange exchange, ResponseContext asked, Watch watch)
      throws IOException, InterruptedException {
    if (watch.job().state().ended()) {
      WaitForJob.requireSuccess(watch.job());
      MadeImages.engine(exchange, watch.job());
    }
    CommonHeaders.set(exchange);
    var events = new ImageEvents(exchange.sse(), watch, asked, clock);
    tell(exchange, watch, events)
        .ifPresent(fault -> exchange.note("error", fault.getClass().getSimpleName()));
    MadeImages.note(exchange, watch.told());
  }

  /** Once a stream has begun, whatever goes wrong is an event in it. */
  private static Optional<Fault> tell(Exchange exchange, Watch watch, ImageEvents events)
      throws IOException, InterruptedException {
    Optional<Fault> fault;
    try {
      fault = new ImageStream(watch, events).tell();
    } catch (RuntimeException e) {
      fault = Failure.fault(e).or(() -> Optional.of(WaitForJob.defect(exchange, e)));
    }
    if (fault.isPresent()) {
      events.error(RenderFault.render(fault.get(), exchange.requestId()));
    }
    return fault;
  }
}
