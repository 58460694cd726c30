package dev.atelier.api.apimart;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JobOrder;
import dev.atelier.api.JsonBody;
import dev.atelier.api.SubmitOrder;
import dev.atelier.api.read.Strictness;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.webhook.subscription.JobSubscription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Accepts a task. */
final class SubmitTask {
  private static final String JSON = JsonBody.MEDIA_TYPE;

  private final SubmitOrder submit;
  private final ReadTask tasks;
  private final Strictness strictness;

  SubmitTask(Gateway gateway, Offers offers, FileLinks links, ApiMartSettings settings) {
    this.submit = new SubmitOrder(gateway, links, "apimart");
    this.tasks = new ReadTask(gateway, offers, settings.callbacks(), settings.strictness());
    this.strictness = settings.strictness();
  }

  void answer(Exchange exchange, Principal principal) throws IOException {
    ClientRetry retry = IdempotencyKey.of(exchange);
    ReadTask.Read read =
        submit.readJson(
            exchange,
            ReadTask.PICTURES,
            strictness,
            (body, references, uploads) ->
                tasks.read(principal.tenant(), body, references, uploads));
    JobOrder order =
        JobOrder.of(read.request(), () -> state(read.task()), CompletionPolicy.ANY)
            .on(read.task().terms())
            .telling(subscriptions(read));
    Submitted submitted = submit.submit(exchange, principal, retry, order);
    SubmitOrder.replayed(exchange, submitted);
    respond(exchange, submitted.job());
  }

  private static String state(TaskOrder task) {
    return "{\"channel\":\"%s\",\"official_fallback\":%s}"
        .formatted(task.channel(), task.officialFallback());
  }

  private static List<JobSubscription> subscriptions(ReadTask.Read read) {
    return read.callback().map(url -> JobSubscription.jobEnd(url, ApiMartApi.RENDERER)).stream()
        .toList();
  }

  private static void respond(Exchange exchange, Job job) throws IOException {
    Version version = Version.of(exchange);
    String id = TaskJson.NAMES.of(job.id());
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes);
    int status =
        switch (version) {
          case ORIGINAL -> {
            json.beginObject()
                .field("code", 200)
                .name("data")
                .beginArray()
                .beginObject()
                .field("status", version.waiting())
                .field("task_id", id)
                .endObject()
                .endArray()
                .endObject();
            yield 200;
          }
          case DATED -> {
            json.beginObject()
                .field("code", 202)
                .field("request_id", exchange.requestId())
                .name("data")
                .beginObject()
                .field("object", "generation.task")
                .field("id", id)
                .field("status", version.waiting())
                .field("created", job.created().getEpochSecond())
                .endObject()
                .endObject();
            yield 202;
          }
        };
    Version.echo(exchange);
    exchange.respond(status, JSON, bytes.toByteArray());
  }
}
