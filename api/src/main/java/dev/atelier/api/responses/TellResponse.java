package dev.atelier.api.responses;

import dev.atelier.api.Failure;
import dev.atelier.api.openai.CommonHeaders;
import dev.atelier.api.openai.MadeImages;
import dev.atelier.api.openai.WaitForJob;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.FindImage;
import dev.atelier.gateway.query.WatchJob;
import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Fault;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Answers with the events of a response: as they happen, or again. */
final class TellResponse {
  private static final Duration RECORDINGS_KEPT = Duration.ofMinutes(5);
  private static final int NOTHING_TOLD = -1;

  private final Gateway gateway;
  private final Recordings recordings = new Recordings(RECORDINGS_KEPT);

  TellResponse(Gateway gateway) {
    this.gateway = gateway;
  }

  /** To the caller that asked for the response, who waits for it. */
  void live(Exchange exchange, Watch watch) throws IOException, InterruptedException {
    tell(exchange, watch, NOTHING_TOLD);
  }

  /** To the caller that asked for a response in the background; takes the watch over. */
  void background(Exchange exchange, Watch watch) throws IOException, InterruptedException {
    boolean previews = watch.job().request().order().partials() > 0;
    if (previews && watch.fromTheStart() && recordings.start(watch)) {
      again(exchange, watch.job(), NOTHING_TOLD);
      return;
    }
    try (watch) {
      if (watch.fromTheStart()) {
        tell(exchange, watch, NOTHING_TOLD);
        return;
      }
    }
    again(exchange, watch.job(), NOTHING_TOLD);
  }

  /**
   * To a caller that comes later.
   *
   * @param told the number of the last event it has; -1 for none
   */
  void again(Exchange exchange, Job job, int told) throws IOException, InterruptedException {
    Optional<Recording> recording = recordings.enter(job.id());
    if (recording.isPresent()) {
      try {
        recorded(exchange, recording.get(), told);
      } finally {
        recording.get().leave();
      }
      return;
    }
    try (Watch watch = gateway.watch().watch(job)) {
      tell(exchange, watch, told);
    }
  }

  private void tell(Exchange exchange, Watch watch, int told)
      throws IOException, InterruptedException {
    ResponseEvents events = open(exchange, watch, told);
    Optional<Fault> fault;
    try {
      Job now = watch.told();
      var stream = new ResponseStream(events, now, told > NOTHING_TOLD);
      stream.begin();
      fault = stream.end(now.state().ended() ? now : watch.await(stream));
    } catch (RuntimeException e) {
      if (leftToAnother(e, watch.job())) {
        return;
      }
      fault = Failure.fault(e).or(() -> Optional.of(WaitForJob.defect(exchange, e)));
      events.error(RenderFault.render(fault.get(), exchange.requestId()));
    }
    note(exchange, fault, watch.told());
  }

  /** A response in the background goes on elsewhere when this process stops: come again. */
  private static boolean leftToAnother(RuntimeException e, Job job) {
    return ResponseState.of(job).background()
        && Failure.fault(e).filter(AdmissionFault.Unavailable.class::isInstance).isPresent();
  }

  private void recorded(Exchange exchange, Recording recording, int told)
      throws IOException, InterruptedException {
    var stream = new ResponseStream(open(exchange, gateway.find(), told), recording.job(), false);
    stream.begin();
    int seen = -1;
    int previews = 0;
    while (true) {
      Recording.Known known = recording.await(seen, WatchJob.HEARTBEAT);
      if (known.version() == seen) {
        stream.idle();
      }
      seen = known.version();
      if (known.begun()) {
        stream.started();
      }
      for (; previews < known.previews().size(); previews++) {
        stream.partial(0, previews, known.previews().get(previews));
      }
      if (known.over()) {
        if (known.ended().isPresent()) {
          note(exchange, stream.end(known.ended().get()), known.ended().get());
        }
        return;
      }
    }
  }

  private static ResponseEvents open(Exchange exchange, FindImage find, int told)
      throws IOException {
    CommonHeaders.set(exchange);
    return new ResponseEvents(exchange.sse(), find, told);
  }

  private static void note(Exchange exchange, Optional<Fault> fault, Job job) {
    fault.ifPresent(why -> exchange.note("error", why.getClass().getSimpleName()));
    MadeImages.note(exchange, job);
  }
}
