package dev.atelier.webhook.dispatch;

import dev.atelier.database.Database;
import dev.atelier.http.client.Content;
import dev.atelier.http.client.OutboundRequest;
import dev.atelier.http.client.TransportException;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.subscription.EndpointRows;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one try: looks whether it is still wanted, has it written, signs it and sends it. */
final class AttemptDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptDelivery.class);

  private final Database database;
  private final Map<String, PayloadRenderer> renderers;
  private final Signatures signatures;
  private final Transport transport;

  AttemptDelivery(
      Database database,
      Map<String, PayloadRenderer> renderers,
      Signatures signatures,
      Transport transport) {
    this.database = database;
    this.renderers = Map.copyOf(renderers);
    this.signatures = signatures;
    this.transport = transport;
  }

  DeliveryRetryPolicy retryPolicy(Delivery delivery) {
    return Optional.ofNullable(renderers.get(delivery.renderer()))
        .map(PayloadRenderer::retryPolicy)
        .orElse(DeliveryRetryPolicy.OWN);
  }

  /** Never throws: what goes wrong is a result, too. */
  AttemptResult of(Delivery delivery, Instant now) {
    try {
      return attempt(delivery, now);
    } catch (TransportException e) {
      return new AttemptResult.NoAnswer(e.problem());
    } catch (IOException e) {
      LOG.warn("delivery {} could not be read", delivery.id(), e);
      return new AttemptResult.Unable("what was to be sent could not be read");
    } catch (RuntimeException e) {
      LOG.error("delivery {} could not be written", delivery.id(), e);
      return new AttemptResult.Unable("what was to be sent could not be written");
    }
  }

  private AttemptResult attempt(Delivery delivery, Instant now) throws IOException {
    Optional<WebhookEndpoint> endpoint = endpoint(delivery);
    if (delivery.endpoint().isPresent() && endpoint.isEmpty()) {
      return new AttemptResult.Unwanted("the endpoint was removed");
    }
    boolean paused = endpoint.filter(known -> !known.active()).isPresent();
    if (paused && delivery.event() != EventType.TEST) {
      return new AttemptResult.Unwanted("the endpoint is not active");
    }
    PayloadRenderer renderer = renderers.get(delivery.renderer());
    if (renderer == null) {
      return new AttemptResult.Unable("nobody here writes messages of this kind");
    }
    Optional<Message> message = renderer.render(delivery, now);
    return message.isPresent()
        ? send(delivery, endpoint, message.get(), now)
        : new AttemptResult.Unwanted("there is nothing to send");
  }

  private AttemptResult send(
      Delivery delivery, Optional<WebhookEndpoint> endpoint, Message message, Instant now)
      throws IOException {
    var headers = new HashMap<>(message.headers());
    if (message.content() instanceof Content.Bytes(var _, var bytes)) {
      List<SigningSecret> secrets =
          endpoint
              .map(known -> signatures.valid(known, now))
              .orElseGet(() -> signatures.valid(delivery.tenant()));
      headers.putAll(Signatures.headers(delivery.id(), now, bytes, secrets));
    }
    var outgoing =
        new OutboundRequest(delivery.method().name(), message.url(), headers, message.content());
    return new AttemptResult.Answer(
        transport.send(delivery.tenant(), outgoing, retryPolicy(delivery).timeout()));
  }

  private Optional<WebhookEndpoint> endpoint(Delivery delivery) {
    return delivery
        .endpoint()
        .flatMap(id -> database.read(tx -> EndpointRows.find(tx, delivery.tenant(), id)));
  }
}
