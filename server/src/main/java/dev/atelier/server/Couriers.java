package dev.atelier.server;

import dev.atelier.gateway.Gateway;
import dev.atelier.http.client.Content;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.storage.Artifact;
import dev.atelier.webhook.Delivery;
import dev.atelier.webhook.DispatchObserver;
import dev.atelier.webhook.DispatchSettings;
import dev.atelier.webhook.PayloadRenderer;
import dev.atelier.webhook.UploadHeaders;
import dev.atelier.webhook.UploadRenderer;
import dev.atelier.webhook.WebhookDispatcher;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends what stands in the outbox: every dialect's messages, and pictures to presigned URLs. */
final class Couriers {
  private Couriers() {}

  /**
   * @param dialects the composers of the APIs, by their names
   * @param blobHosts hosts besides Azure's own that speak its protocol
   */
  static WebhookDispatcher of(
      Store store,
      Gateway gateway,
      GuardedClient client,
      Map<String, PayloadRenderer> dialects,
      List<String> blobHosts,
      DispatchObserver observer,
      InstantSource clock) {
    var renderers = new HashMap<>(dialects);
    renderers.put(
        PayloadRenderer.PUT,
        new UploadRenderer(new UploadHeaders(blobHosts), delivery -> file(gateway, delivery)));
    var dispatcher =
        new WebhookDispatcher(
            store.database(),
            renderers,
            store.signatures(),
            client::send,
            clock,
            new SecureRandom(),
            observer,
            DispatchSettings.DEFAULT);
    store.records().outbox().onDue(dispatcher::wake);
    return dispatcher;
  }

  private static Optional<Content.File> file(Gateway gateway, Delivery delivery) {
    return delivery
        .job()
        .flatMap(
            job -> gateway.find().delivered(delivery.tenant(), job, delivery.image().orElseThrow()))
        .map(image -> {
          Artifact artifact = image.artifact();
          return new Content.File(artifact.mediaType(), image.file(), artifact.bytes());
        });
  }
}
