package dev.atelier.api.openai;

import dev.atelier.api.Failure;
import dev.atelier.api.FileLinks;
import dev.atelier.api.JobOrder;
import dev.atelier.api.SubmitOrder;
import dev.atelier.api.openai.OpenAiSettings.WhenClientLeaves;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.gateway.query.WatchJob.Watcher;
import dev.atelier.http.server.ClientGoneException;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobFault;
import dev.atelier.metering.Principal;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits a request, stays with its job, and answers with the pictures. */
final class MakeImages {
  private static final Logger LOG = LoggerFactory.getLogger(MakeImages.class);

  private final Gateway gateway;
  private final FileLinks links;
  private final SubmitOrder submit;
  private final WhenClientLeaves whenClientLeaves;
  private final InstantSource clock;

  MakeImages(
      Gateway gateway, FileLinks links, WhenClientLeaves whenClientLeaves, InstantSource clock) {
    this.gateway = gateway;
    this.links = links;
    this.submit = new SubmitOrder(gateway, links, TaskState.DIALECT);
    this.whenClientLeaves = whenClientLeaves;
    this.clock = clock;
  }

  void answer(Exchange exchange, Principal principal, ImagesRequest read)
      throws IOException, InterruptedException {
    ResponseContext asked = new ResponseContext(principal, read.order());
    try (Watch watch =
        submit.submitAndWatch(exchange, principal, read.retry(), order(asked, read))) {
      if (read.order().stream()) {
        stream(exchange, asked, watch);
      } else {
        respond(exchange, asked, watch.await(Watcher.SILENT));
      }
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

  private void respond(Exchange exchange, ResponseContext asked, Job job) throws IOException {
    requireSuccess(job);
    noteResult(exchange, job);
    engine(exchange, job);
    JsonTemplate body =
        new ImagesBody(
                gateway.find(), asked, stored -> ImagesBody.link(links, exchange, job, stored))
            .of(job);
    CommonHeaders.set(exchange);
    try (OutputStream out = exchange.respond(200, "application/json", body.length())) {
      body.writeTo(out);
    }
  }

  private void stream(Exchange exchange, ResponseContext asked, Watch watch)
      throws IOException, InterruptedException {
    if (watch.job().state().ended()) {
      requireSuccess(watch.job());
      engine(exchange, watch.job());
    }
    CommonHeaders.set(exchange);
    var events = new ImageEvents(exchange.sse(), gateway.find(), asked, clock);
    try {
      tell(exchange, watch, events)
          .ifPresent(fault -> exchange.note("error", fault.getClass().getSimpleName()));
      noteResult(exchange, watch.now());
    } catch (ClientGoneException e) {
      left(asked, watch.job());
      throw e;
    }
  }

  /** Once a stream has begun, whatever goes wrong is an event in it. */
  private static Optional<Fault> tell(Exchange exchange, Watch watch, ImageEvents events)
      throws IOException, InterruptedException {
    Optional<Fault> fault;
    try {
      fault = new ImageStream(watch, events).tell();
    } catch (RuntimeException e) {
      fault = Failure.fault(e).or(() -> Optional.of(defect(exchange, e)));
    }
    if (fault.isPresent()) {
      events.error(RenderFault.render(fault.get(), exchange.requestId()));
    }
    return fault;
  }

  private static Fault defect(Exchange exchange, RuntimeException e) {
    LOG.error("{}: a stream failed", exchange.requestId(), e);
    return new AdmissionFault.Internal();
  }

  private void left(ResponseContext asked, Job job) {
    switch (whenClientLeaves) {
      case FINISH -> LOG.debug("job {}: its caller left, it goes on", job.id());
      case CANCEL -> gateway.cancel().cancel(asked.who(), job.id());
    }
  }

  private static void requireSuccess(Job job) {
    if (job.state() != JobState.SUCCEEDED) {
      throw new FaultException(job.fault().orElseGet(JobFault.Cancelled::new));
    }
  }

  static void engine(Exchange exchange, Job job) {
    ImagesBody.done(job).stream()
        .findFirst()
        .ifPresent(
            image -> exchange.setHeader("x-atelier-engine", ImagesBody.report(image).engine()));
  }

  private static void noteResult(Exchange exchange, Job job) {
    exchange.note("usage", ImagesBody.usage(job).total());
    job.images().stream()
        .flatMap(image -> image.report().stream())
        .findFirst()
        .ifPresent(report -> exchange.note("account", report.account().value()));
  }
}
