package dev.atelier.webhook.dispatch;

import dev.atelier.http.client.Content;
import java.net.URI;
import java.util.Map;

/**
 * What is sent. A message of bytes is signed by the dispatcher, over these bytes; a file never is.
 *
 * @param url usually the delivery's own
 * @param headers besides those of the content, of the signature and {@code User-Agent}
 */
public record Message(URI url, Map<String, String> headers, Content content) {
  public Message {
    headers = Map.copyOf(headers);
  }
}
