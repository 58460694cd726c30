package dev.atelier.providers.apimart;

import dev.atelier.http.upstream.UpstreamBody;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.image.Background;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.SizeChoice;
import dev.atelier.provider.Call;
import dev.atelier.providers.upstream.AccountOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes one call as APIMart wants it, and says what it cannot write. */
final class ApiMartOrder {
  /** The one model that takes quality, format and mask. */
  private static final String OFFICIAL = "gpt-image-2-official";

  private final Call call;
  private final Order order;
  private final Output output;

  ApiMartOrder(Call call) {
    this.call = call;
    this.order = call.request().order();
    this.output = order.output();
  }

  /**
   * @param model as APIMart calls it
   */
  static boolean takesMask(String model) {
    return model.equals(OFFICIAL);
  }

  String model() {
    return call.account().upstreamName(order.model());
  }

  UpstreamRequest submit(References references) {
    return UpstreamRequest.post(
            URI.create(AccountOptions.at(call.account(), "/images/generations")),
            UpstreamBody.json(body(references).toString()))
        .header("Idempotency-Key", call.attempt().toString());
  }

  private ObjectNode body(References references) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("model", model());
    body.put("prompt", order.prompt().text());
    body.put("n", 1);
    body.put("size", size().map(SizeWords::size).orElse("auto"));
    size().flatMap(SizeWords::resolution).ifPresent(tier -> body.put("resolution", tier));
    if (!references.images().isEmpty()) {
      references.images().forEach(body.putArray("image_urls")::add);
    }
    references.mask().ifPresent(url -> body.put("mask_url", url));
    if (model().equals(OFFICIAL)) {
      official(body);
    }
    return body;
  }

  private void official(ObjectNode body) {
    body.put("quality", output.quality().word());
    body.put("output_format", output.format().word());
    if (output.format() != OutputFormat.PNG) {
      body.put("output_compression", output.compression());
    }
    if (output.background() == Background.OPAQUE) {
      body.put("background", output.background().word());
    }
    if (order.moderation() != ModerationLevel.AUTO) {
      body.put("moderation", order.moderation().word());
    }
  }

  /** Empty for {@code auto}. */
  private Optional<SizeWords> size() {
    return output.size() instanceof SizeChoice.Exact(var pixels)
        ? Optional.of(SizeWords.of(pixels))
        : Optional.empty();
  }

  /** What APIMart makes otherwise than it was ordered. */
  List<String> differences() {
    var differences = new ArrayList<String>();
    if (!model().equals(OFFICIAL)) {
      lacks(differences, "quality", output.quality().word());
      if (output.format() != OutputFormat.PNG) {
        lacks(differences, "output format", output.format().word());
      }
      if (order.moderation() != ModerationLevel.AUTO) {
        lacks(differences, "moderation level", order.moderation().word());
      }
    }
    if (output.background() == Background.TRANSPARENT) {
      lacks(differences, "background", output.background().word());
    }
    size()
        .map(SizeWords::made)
        .filter(made -> !made.toString().equals(output.size().toString()))
        .ifPresent(made ->
            differences.add(
                "APIMart's nearest size is " + made + ": " + output.size() + " was ordered"));
    return differences;
  }

  private void lacks(List<String> differences, String what, String ordered) {
    differences.add("APIMart's %s has no %s: %s was ordered".formatted(model(), what, ordered));
  }
}
