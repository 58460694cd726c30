package dev.atelier.api.apimart;

import dev.atelier.api.JsonBody;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.client.Content;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.dispatch.DeliveryRetryPolicy;
import dev.atelier.webhook.dispatch.Message;
import dev.atelier.webhook.dispatch.PayloadRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells a client that its task has ended, in the words of a query. */
final class TellTask implements PayloadRenderer {
  private static final DeliveryRetryPolicy RETRY_POLICY =
      new DeliveryRetryPolicy(
          List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60)),
          0,
          Duration.ofSeconds(10),
          true);

  private final Gateway gateway;
  private final Tasks tasks;

  TellTask(Gateway gateway, Tasks tasks) {
    this.gateway = gateway;
    this.tasks = tasks;
  }

  @Override
  public Optional<Message> render(Delivery delivery, Instant now) {
    return delivery
        .job()
        .flatMap(id -> gateway.find().detail(delivery.tenant(), id))
        .filter(detail -> detail.job().state().ended())
        .flatMap(detail -> tasks.of(detail.job().origin().base(), detail))
        .map(task -> new Message(delivery.url(), Map.of(), content(task, now)));
  }

  @Override
  public DeliveryRetryPolicy retryPolicy() {
    return RETRY_POLICY;
  }

  private static Content content(TaskJson task, Instant now) {
    try {
      byte[] body = task.answer(Version.ORIGINAL, Language.EN, now);
      return new Content.Bytes(JsonBody.MEDIA_TYPE, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
