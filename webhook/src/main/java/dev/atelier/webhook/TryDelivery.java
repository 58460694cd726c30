package dev.atelier.webhook;

import dev.atelier.database.Database;
import dev.atelier.http.client.Content;
import dev.atelier.http.client.DownloadException;
import dev.atelier.http.client.Outgoing;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one try: looks whether it is still wanted, has it written, signs it and sends it. */
final class TryDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(TryDelivery.class);

  private final Database database;
  private final Map<String, Composer> composers;
  private final Signatures signatures;
  private final Transport transport;

  TryDelivery(
      Database database,
      Map<String, Composer> composers,
      Signatures signatures,
      Transport transport) {
    this.database = database;
    this.composers = Map.copyOf(composers);
    this.signatures = signatures;
    this.transport = transport;
  }

  Patience patience(Delivery delivery) {
    return Optional.ofNullable(composers.get(delivery.composer()))
        .map(Composer::patience)
        .orElse(Patience.OWN);
  }

  /** Never throws: what goes wrong is a result, too. */
  Result of(Delivery delivery, Instant now) {
    try {
      return attempt(delivery, now);
    } catch (DownloadException e) {
      return new Result.NoAnswer(e.problem());
    } catch (IOException e) {
      LOG.warn("delivery {} could not be read", delivery.id(), e);
      return new Result.Unable("what was to be sent could not be read");
    } catch (RuntimeException e) {
      LOG.error("delivery {} could not be written", delivery.id(), e);
      return new Result.Unable("what was to be sent could not be written");
    }
  }

  private Result attempt(Delivery delivery, Instant now) throws IOException {
    Optional<WebhookEndpoint> endpoint = endpoint(delivery);
    if (delivery.endpoint().isPresent() && endpoint.isEmpty()) {
      return new Result.Unwanted("the endpoint was removed");
    }
    boolean paused = endpoint.filter(known -> !known.active()).isPresent();
    if (paused && delivery.event() != Event.TEST) {
      return new Result.Unwanted("the endpoint is not active");
    }
    Composer composer = composers.get(delivery.composer());
    if (composer == null) {
      return new Result.Unable("nobody here writes messages of this kind");
    }
    Optional<Message> message = composer.compose(delivery, now);
    return message.isPresent()
        ? send(delivery, endpoint, message.get(), now)
        : new Result.Unwanted("there is nothing to send");
  }

  private Result send(
      Delivery delivery, Optional<WebhookEndpoint> endpoint, Message message, Instant now)
      throws IOException {
    var headers = new HashMap<>(message.headers());
    if (message.content() instanceof Content.Bytes(var _, var bytes)) {
      List<Secret> secrets =
          endpoint
              .map(known -> signatures.valid(known, now))
              .orElseGet(() -> signatures.valid(delivery.tenant()));
      headers.putAll(Signatures.headers(delivery.id(), now, bytes, secrets));
    }
    var outgoing =
        new Outgoing(delivery.method().name(), message.url(), headers, message.content());
    return new Result.Answer(transport.send(outgoing, patience(delivery).timeout()));
  }

  private Optional<WebhookEndpoint> endpoint(Delivery delivery) {
    return delivery
        .endpoint()
        .flatMap(id -> database.read(tx -> EndpointRows.find(tx, delivery.tenant(), id)));
  }
}
