package dev.atelier.webhook.dispatch;

import dev.atelier.http.client.Content;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.delivery.Delivery;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends a picture's own file to the URL of its subscription: the renderer {@link RendererName#PUT}.
 */
public final class UploadRenderer implements PayloadRenderer {
  private final UploadHeaders headers;
  private final Function<Delivery, Optional<Content.File>> images;

  /**
   * @param images finds the file of a delivery's job and image; empty when it is gone
   */
  public UploadRenderer(UploadHeaders headers, Function<Delivery, Optional<Content.File>> images) {
    this.headers = headers;
    this.images = images;
  }

  @Override
  public Optional<Message> render(Delivery delivery, Instant now) {
    Map<String, String> extra = headers.of(delivery.url());
    return images.apply(delivery).map(file -> new Message(delivery.url(), extra, file));
  }

  @Override
  public DeliveryRetryPolicy retryPolicy() {
    return DeliveryRetryPolicy.UPLOAD;
  }
}
