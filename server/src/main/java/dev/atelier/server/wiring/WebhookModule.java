package dev.atelier.server.wiring;

import dev.atelier.gateway.Gateway;
import dev.atelier.http.client.Content;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.storage.Artifact;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.dispatch.DispatchObserver;
import dev.atelier.webhook.dispatch.DispatchSettings;
import dev.atelier.webhook.dispatch.PayloadRenderer;
import dev.atelier.webhook.dispatch.Transport;
import dev.atelier.webhook.dispatch.UploadHeaders;
import dev.atelier.webhook.dispatch.UploadRenderer;
import dev.atelier.webhook.dispatch.WebhookDispatcher;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends what stands in the outbox: every dialect's messages, and pictures to presigned URLs. */
public final class WebhookModule {
  private WebhookModule() {}

  /**
   * @param dialects the renderers of the APIs, by their names
   * @param blobHosts hosts besides Azure's own that speak its protocol
   */
  public static WebhookDispatcher of(
      StorageModule storage,
      Gateway gateway,
      GuardedClient client,
      Map<String, PayloadRenderer> dialects,
      List<String> blobHosts,
      DispatchObserver observer,
      InstantSource clock) {
    var renderers = new HashMap<>(dialects);
    renderers.put(
        RendererName.PUT,
        new UploadRenderer(new UploadHeaders(blobHosts), delivery -> file(gateway, delivery)));
    var dispatcher =
        new WebhookDispatcher(
            storage.database(),
            renderers,
            storage.signatures(),
            Transport.guarded(client),
            clock,
            new SecureRandom(),
            observer,
            DispatchSettings.DEFAULT);
    storage.rows().outbox().onDue(dispatcher::wake);
    return dispatcher;
  }

  private static Optional<Content.File> file(Gateway gateway, Delivery delivery) {
    return delivery
        .job()
        .flatMap(
            job -> gateway.find().delivered(delivery.tenant(), job, delivery.image().orElseThrow()))
        .map(image -> {
          Artifact artifact = image.artifact();
          return new Content.File(artifact.mediaType(), image.content()::open, artifact.bytes());
        });
  }
}
