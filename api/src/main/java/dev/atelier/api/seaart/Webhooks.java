package dev.atelier.api.seaart;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.Strictness;
import dev.atelier.http.server.Exchange;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The places where a client may ask for a webhook, which this API refuses. */
final class Webhooks {
  private static final List<String> NAMES =
      List.of("webhook", "webhook_url", "callback_url", "fal_webhook");
  private static final List<String> HEADERS = List.of("X-Webhook-Url", "X-Fal-Webhook");

  private Webhooks() {}

  static boolean asked(Exchange exchange) {
    return HEADERS.stream().anyMatch(name -> exchange.header(name).isPresent())
        || NAMES.stream().anyMatch(name -> exchange.query(name).isPresent());
  }

  static boolean asked(JsonNode body, Strictness strictness) {
    Fields fields = Fields.ofJson("", body, strictness);
    return NAMES.stream().anyMatch(fields::has);
  }
}
