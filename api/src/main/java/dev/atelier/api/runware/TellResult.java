package dev.atelier.api.runware;

import dev.atelier.api.JsonBody;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.client.Content;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.FaultException;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.dispatch.DeliveryRetryPolicy;
import dev.atelier.webhook.dispatch.Message;
import dev.atelier.webhook.dispatch.PayloadRenderer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls whoever a task named: once for each image that is done, and once if some failed. */
final class TellResult implements PayloadRenderer {
  private static final DeliveryRetryPolicy RETRY_POLICY =
      new DeliveryRetryPolicy(
          List.of(
              Duration.ofMillis(250),
              Duration.ofMillis(500),
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              Duration.ofSeconds(4),
              Duration.ofSeconds(8),
              Duration.ofSeconds(8)),
          0.2,
          Duration.ofSeconds(5),
          false);

  private static final int SIGNED_BYTES_MAX = 64 << 10;

  private final Gateway gateway;
  private final ResultImages results;

  TellResult(Gateway gateway, ResultImages results) {
    this.gateway = gateway;
    this.results = results;
  }

  @Override
  public Optional<Message> render(Delivery delivery, Instant now) {
    return delivery
        .job()
        .flatMap(id -> gateway.find().find(delivery.tenant(), id))
        .flatMap(job -> part(delivery, job))
        .map(part -> message(delivery, part));
  }

  @Override
  public DeliveryRetryPolicy retryPolicy() {
    return RETRY_POLICY;
  }

  private Optional<Reply.Part> part(Delivery delivery, Job job) {
    var task = TaskHead.of(job);
    if (delivery.image().isPresent()) {
      return image(task, job, delivery.image().getAsInt());
    }
    boolean failed =
        job.state().ended()
            && job.images().stream().anyMatch(image -> image.state() != ImageState.DONE);
    return failed
        ? Optional.of(RenderFault.render(DeliverImages.fault(job)).of(task).asState()::write)
        : Optional.empty();
  }

  /** None once it was deleted. */
  private Optional<Reply.Part> image(TaskHead task, Job job, int index) {
    try {
      return Optional.of(
          results.of(
              job.origin().base(),
              task,
              gateway.find(),
              job,
              job.images().get(index),
              Optional.empty()));
    } catch (FaultException e) {
      return Optional.empty();
    }
  }

  /** With images in it, it is not held in memory to be signed, and carries its id alone. */
  private static Message message(Delivery delivery, Reply.Part part) {
    try {
      var written = Content.Written.of(JsonBody.MEDIA_TYPE, out -> write(part, out));
      if (written.length() > SIGNED_BYTES_MAX) {
        return new Message(delivery.url(), Map.of("webhook-id", delivery.id().toString()), written);
      }
      var bytes = new ByteArrayOutputStream();
      write(part, bytes);
      return new Message(
          delivery.url(), Map.of(), new Content.Bytes(JsonBody.MEDIA_TYPE, bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Reply.Part part, OutputStream out) throws IOException {
    var buffered = new BufferedOutputStream(out);
    part.write(new JsonWriterStream(buffered));
    buffered.flush();
  }
}
