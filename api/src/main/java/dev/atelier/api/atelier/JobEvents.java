package dev.atelier.api.atelier;

import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.gateway.query.WatchJob.Watcher;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.SseWriter;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /jobs/{id}/events}: a job's story as server-sent events, from where the client left off.
 */
final class JobEvents {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Gateway gateway;
  private final Jobs jobs;
  private final DescribeJob describe;
  private final InstantSource clock;

  JobEvents(Gateway gateway, Jobs jobs, DescribeJob describe, InstantSource clock) {
    this.gateway = gateway;
    this.jobs = jobs;
    this.describe = describe;
    this.clock = clock;
  }

  /** A client that has heard the end already is told by 204 to stay away. */
  void stream(Exchange exchange, Principal principal) throws IOException, InterruptedException {
    Job job = jobs.require(exchange, principal);
    EventCursor told = EventCursor.until(exchange.header("Last-Event-ID"));
    if (told.everything()) {
      exchange.respond(204);
      return;
    }
    if (exchange.method().equals("HEAD")) {
      exchange.respond(200, "text/event-stream; charset=utf-8", new byte[0]);
      return;
    }
    try (Watch watch = gateway.watch().watch(job)) {
      SseWriter sse = exchange.sse();
      sse.retry(RETRY);
      tell(new Story(exchange, sse, watch, told), watch);
    }
  }

  /** A process that stops leaves the rest to the next one: the client connects again by itself. */
  private static void tell(Story story, Watch watch) throws IOException, InterruptedException {
    try {
      Job now = watch.now();
      story.tell(now);
      if (!now.state().ended()) {
        story.tell(watch.await(story));
      }
    } catch (FaultException e) {
      if (!(e.fault() instanceof AdmissionFault.Unavailable)) {
        throw e;
      }
      story.idle();
    }
  }

  /** What one client is told. */
  private final class Story implements Watcher {
    private final Exchange exchange;
    private final SseWriter sse;
    private final Watch watch;
    private final EventCursor told;

    Story(Exchange exchange, SseWriter sse, Watch watch, EventCursor told) {
      this.exchange = exchange;
      this.sse = sse;
      this.watch = watch;
      this.told = told;
    }

    void tell(Job job) throws IOException {
      var events = told.next(job);
      if (events.isEmpty()) {
        return;
      }
      ObjectNode data = describe.of(exchange, job);
      for (EventCursor.Event event : events) {
        byte[] json = Json.bytes(EventJson.of(event.type(), event.at(), event.image(), data));
        sse.event(event.type(), event.id(), out -> out.write(json));
      }
    }

    @Override
    public void started() throws IOException {
      tell(watch.now());
    }

    @Override
    public void imageDone(int image) throws IOException {
      tell(watch.now());
    }

    @Override
    public void progress(double fraction) throws IOException {
      passing("progress", OptionalInt.empty(), job().put("fraction", fraction));
    }

    @Override
    public void partial(int image, int order, Path file) throws IOException {
      passing("partial", OptionalInt.of(image), job().put("order", order));
    }

    @Override
    public void idle() throws IOException {
      sse.comment("waiting");
    }

    private ObjectNode job() {
      return Json.object().put("id", watch.job().id().toString());
    }

    /** Without an id: it is not told again. */
    private void passing(String type, OptionalInt image, ObjectNode data) throws IOException {
      byte[] json = Json.bytes(EventJson.of(type, clock.instant(), image, data));
      sse.event(type, out -> out.write(json));
    }
  }
}
