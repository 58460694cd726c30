package dev.atelier.server;

import dev.atelier.gateway.Gateway;
import dev.atelier.http.client.Content;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.storage.Artifact;
import dev.atelier.webhook.Composer;
import dev.atelier.webhook.Courier;
import dev.atelier.webhook.CourierObserver;
import dev.atelier.webhook.CourierSettings;
import dev.atelier.webhook.Delivery;
import dev.atelier.webhook.UploadComposer;
import dev.atelier.webhook.UploadHeaders;
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
  static Courier of(
      Store store,
      Gateway gateway,
      GuardedClient client,
      Map<String, Composer> dialects,
      List<String> blobHosts,
      CourierObserver observer,
      InstantSource clock) {
    var composers = new HashMap<>(dialects);
    composers.put(
        Composer.PUT,
        new UploadComposer(new UploadHeaders(blobHosts), delivery -> file(gateway, delivery)));
    var courier =
        new Courier(
            store.database(),
            composers,
            store.signatures(),
            client::send,
            clock,
            new SecureRandom(),
            observer,
            CourierSettings.DEFAULT);
    store.records().outbox().onDue(courier::wake);
    return courier;
  }

  private static Optional<Content.File> file(Gateway gateway, Delivery delivery) {
    return delivery
        .job()
        .flatMap(
            job -> gateway.find().delivered(delivery.tenant(), job, delivery.image().orElseThrow()))
        .map(picture -> {
          Artifact artifact = picture.artifact();
          return new Content.File(artifact.mediaType(), picture.file(), artifact.bytes());
        });
  }
}
