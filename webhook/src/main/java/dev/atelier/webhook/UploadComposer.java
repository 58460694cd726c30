package dev.atelier.webhook;

import dev.atelier.http.client.Content;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Sends a picture's own file to the URL of its wish: the composer {@link Composer#PUT}. */
public final class UploadComposer implements Composer {
  private final UploadHeaders headers;
  private final Function<Delivery, Optional<Content.File>> pictures;

  /**
   * @param pictures finds the file of a delivery's job and image; empty when it is gone
   */
  public UploadComposer(
      UploadHeaders headers, Function<Delivery, Optional<Content.File>> pictures) {
    this.headers = headers;
    this.pictures = pictures;
  }

  @Override
  public Optional<Message> compose(Delivery delivery, Instant now) {
    Map<String, String> extra = headers.of(delivery.url());
    return pictures.apply(delivery).map(file -> new Message(delivery.url(), extra, file));
  }

  @Override
  public Patience patience() {
    return Patience.UPLOAD;
  }
}
