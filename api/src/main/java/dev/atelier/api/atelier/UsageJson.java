package dev.atelier.api.atelier;

import dev.atelier.metering.usage.UsageDimension;
import dev.atelier.metering.usage.UsageFigures;
import dev.atelier.metering.usage.UsageGroup;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/** Writes sums of usage, flat, so that they are a row of a table too. */
final class UsageJson {
  private UsageJson() {}

  static ObjectNode group(List<UsageDimension> by, UsageGroup group, boolean operator) {
    ObjectNode json = Json.object();
    for (int i = 0; i < by.size(); i++) {
      Json.text(
          json,
          by.get(i).word(),
          Optional.of(group.values().get(i)).filter(value -> !value.isEmpty()));
    }
    return json.setAll(figures(group.figures(), operator));
  }

  /**
   * @param operator whether it may be seen what upstreams cost
   */
  static ObjectNode figures(UsageFigures figures, boolean operator) {
    UsageFigures.Money money = figures.money();
    ObjectNode json =
        Json.object()
            .put("jobs", figures.jobs().ended())
            .put("jobs_succeeded", figures.jobs().succeeded());
    Json.number(json, "mean_latency_ms", latency(figures.jobs()));
    json.put("images_ordered", figures.pictures().ordered())
        .put("images_delivered", figures.pictures().delivered())
        .put("images_failed", figures.pictures().failed())
        .put("images_refused", figures.pictures().refused())
        .put("images_cancelled", figures.pictures().cancelled())
        .put("text_tokens", figures.tokens().textIn())
        .put("image_in_tokens", figures.tokens().imageIn())
        .put("image_out_tokens", figures.tokens().imageOut())
        .put("charged_micros", money.charged())
        .put("charged_usd", Json.dollars(money.charged()))
        .put("refunded_micros", money.refunded())
        .put("refunded_usd", Json.dollars(money.refunded()));
    if (operator) {
      json.put("upstream_usd", Json.dollars(money.upstream()))
          .put("upstream_ambiguous_usd", Json.dollars(money.ambiguous()));
    }
    return json;
  }

  private static OptionalLong latency(UsageFigures.Jobs jobs) {
    return jobs.succeeded() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(jobs.latencyMillis() / jobs.succeeded());
  }
}
