package dev.atelier.api.atelier;

import dev.atelier.catalog.price.PriceList;
import dev.atelier.gateway.order.CostBreakdown;
import dev.atelier.gateway.order.QuotedOrder;
import dev.atelier.gateway.submit.QuoteOrder.Quoted;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a quote. */
final class QuoteJson {
  private static final int MILLION_OF_NANOS = 3;

  private QuoteJson() {}

  static ObjectNode of(Quoted quoted) {
    QuotedOrder order = quoted.quote().order();
    long ceiling = quoted.quote().ceilingMicros();
    ObjectNode json =
        Json.object()
            .put("id", quoted.id())
            .put("model", order.model())
            .put("api", order.api())
            .put("n", order.count())
            .put("size", order.size().toString())
            .put("quality", order.quality().word())
            .put("partials", order.partials())
            .put("inputs", order.inputs())
            .put("currency", "USD")
            .put("ceiling_usd", Json.dollars(ceiling))
            .put("ceiling_micros", ceiling)
            .put("expected_usd", Json.dollars(quoted.expected().micros()))
            .put("expected_micros", quoted.expected().micros());
    ArrayNode parts = json.putArray("breakdown");
    quoted.expected().parts().forEach(part -> parts.add(part(part)));
    list(json.putObject("price_list"), quoted.list());
    return json.put("created_at", Json.time(quoted.given()))
        .put("expires_at", Json.time(quoted.quote().expires()));
  }

  private static ObjectNode part(CostBreakdown.Part part) {
    boolean pictures = part.counted() == CostBreakdown.Counted.IMAGE;
    ObjectNode json =
        Json.object().put("kind", Json.word(part.counted())).put("quantity", part.quantity());
    json.put("unit", pictures ? "image" : "token");
    json.put(
        pictures ? "usd_per_image" : "usd_per_million",
        pictures
            ? Json.decimal(part.nanos(), CostBreakdown.NANO_DIGITS)
            : Json.decimal(part.nanos(), MILLION_OF_NANOS));
    return json.put("usd", Json.plain(part.usd())).put("estimated", part.estimated());
  }

  /** The published prices have held since ever. */
  private static void list(ObjectNode json, PriceList list) {
    json.put("id", list.id());
    Json.time(
        json, "from", Optional.of(list.from()).filter(_ -> !list.id().equals(PriceList.PUBLISHED)));
  }
}
