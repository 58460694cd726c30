package dev.atelier.api.atelier;

import dev.atelier.api.JsonTemplate;
import dev.atelier.api.read.Fields;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.gateway.query.WatchJob.Watcher;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.SseWriter;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.image.OutputFormat;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.nio.file.Files;
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

  /** Whether previews come with their pictures. */
  private static final String PARTIALS = "partials";

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
    Fields query = Fields.ofQuery(exchange);
    boolean pictures = query.bool(PARTIALS).orElse(false);
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
      tell(new Story(exchange, sse, watch, told, pictures), watch);
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
    private final boolean pictures;

    Story(Exchange exchange, SseWriter sse, Watch watch, EventCursor told, boolean pictures) {
      this.exchange = exchange;
      this.sse = sse;
      this.watch = watch;
      this.told = told;
      this.pictures = pictures;
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
      ObjectNode data = job().put("order", order);
      if (pictures) {
        preview(image, data, file);
      } else {
        passing("partial", OptionalInt.of(image), data);
      }
    }

    /** With the picture, which is streamed from its file. */
    private void preview(int image, ObjectNode data, Path file) throws IOException {
      OutputFormat format = watch.job().request().order().output().format();
      data.put("media_type", format.mediaType());
      var event = new JsonTemplate();
      event.json().beginObject().field("type", "partial");
      event.json().field("timestamp", Json.time(clock.instant())).field("image", image);
      event.json().name("data").beginObject();
      for (var member : data.properties()) {
        event.json().field(member.getKey(), member.getValue());
      }
      event.image("b64_json", () -> Files.newInputStream(file), Files.size(file));
      event.json().endObject().endObject();
      sse.event("partial", event::writeTo);
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
