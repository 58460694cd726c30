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
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
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
  private final Optional<Duration> keepAliveBytes;
  private final InstantSource clock;

  MakeImages(Gateway gateway, FileLinks links, OpenAiSettings settings, InstantSource clock) {
    this.gateway = gateway;
    this.links = links;
    this.submit = new SubmitOrder(gateway, links, TaskState.DIALECT);
    this.whenClientLeaves = settings.whenClientLeaves();
    this.keepAliveBytes = settings.keepAliveBytes();
    this.clock = clock;
  }

  void answer(Exchange exchange, Principal principal, ImagesRequest read)
      throws IOException, InterruptedException {
    ResponseContext asked = new ResponseContext(principal, read.order());
    try (Watch watch =
        submit.submitAndWatch(exchange, principal, read.retry(), order(asked, read))) {
      if (whenClientLeaves == WhenClientLeaves.CANCEL) {
        exchange.onClientGone(watch::end);
      }
      try {
        if (read.order().stream()) {
          stream(exchange, asked, watch);
        } else {
          respond(exchange, asked, watch);
        }
      } catch (ClientGoneException e) {
        left(principal, watch);
        throw e;
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

  /** Once a blank was sent, whatever goes wrong is an error under status 200. */
  private void respond(Exchange exchange, ResponseContext asked, Watch watch)
      throws IOException, InterruptedException {
    var line = new KeepAliveBytes(exchange);
    JsonTemplate body;
    try {
      body = made(exchange, asked, awaitEnd(watch, line));
    } catch (RuntimeException e) {
      if (!line.begun()) {
        throw e;
      }
      var fault = Failure.fault(e).orElseGet(() -> defect(exchange, e));
      ErrorBody error = RenderFault.render(fault, exchange.requestId());
      exchange.note("error", error.code().orElse(error.type()));
      line.body().write(error.json());
      return;
    }
    if (line.begun()) {
      body.writeTo(line.body());
      return;
    }
    CommonHeaders.set(exchange);
    try (OutputStream out = exchange.respond(200, "application/json", body.length())) {
      body.writeTo(out);
    }
  }

  private Job awaitEnd(Watch watch, KeepAliveBytes line) throws IOException, InterruptedException {
    return keepAliveBytes.isPresent()
        ? watch.await(line, keepAliveBytes.get())
        : watch.await(Watcher.SILENT);
  }

  private JsonTemplate made(Exchange exchange, ResponseContext asked, Job job) throws IOException {
    requireSuccess(job);
    noteResult(exchange, job);
    engine(exchange, job);
    return new ImagesBody(
            gateway.find(), asked, stored -> ImagesBody.link(links, exchange, job, stored))
        .of(job);
  }

  private void stream(Exchange exchange, ResponseContext asked, Watch watch)
      throws IOException, InterruptedException {
    if (watch.job().state().ended()) {
      requireSuccess(watch.job());
      engine(exchange, watch.job());
    }
    CommonHeaders.set(exchange);
    var events = new ImageEvents(exchange.sse(), gateway.find(), asked, clock);
    tell(exchange, watch, events)
        .ifPresent(fault -> exchange.note("error", fault.getClass().getSimpleName()));
    noteResult(exchange, watch.now());
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
    LOG.error("{}: an answer failed after it had begun", exchange.requestId(), e);
    return new AdmissionFault.Internal();
  }

  private void left(Principal principal, Watch watch) {
    if (whenClientLeaves == WhenClientLeaves.CANCEL && !watch.othersWait()) {
      CancelResult result = gateway.cancel().cancel(principal, watch.job().id());
      LOG.info("job {}: its caller left: {}", watch.job().id(), result);
    } else {
      LOG.debug("job {}: its caller left, it goes on", watch.job().id());
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
