package dev.atelier.api.atelier;

import dev.atelier.gateway.query.AccountActivity;
import dev.atelier.gateway.query.AmbiguousWindow;
import dev.atelier.gateway.query.JobAttempt;
import dev.atelier.image.Order;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.queue.AttemptEnd;
import dev.atelier.queue.AttemptReport;
import dev.atelier.queue.AttemptReport.Latency;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A call to an upstream as an operator is told of it. */
final class AttemptJson {
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double MICROS_PER_MILLI = 1_000;

  private AttemptJson() {}

  /** Beside the job that it was made for. */
  static ObjectNode write(JobAttempt attempt) {
    ObjectNode json = Json.object();
    var row = attempt.row();
    json.put("id", row.id().toString());
    Json.text(json, "provider", attempt.provider());
    json.put("account", row.account().value());
    Json.text(json, "upstream_model", attempt.report().map(AttemptReport::model));
    row.images().forEach(json.putArray("images")::add);
    json.put("delivered", attempt.report().map(AttemptReport::delivered).orElse(0));
    Json.text(json, "outcome", row.outcome());
    Json.text(json, "cause", row.end().flatMap(AttemptEnd::cause));
    Json.text(json, "evidence", row.evidence().filter(text -> !text.isEmpty()));
    Json.text(json, "ambiguous", attempt.window().map(AmbiguousWindow::word));
    Json.text(json, "remote_id", row.remoteId());
    Json.text(json, "cost_usd", attempt.cost().map(UpstreamCost::micros).map(Json::dollars));
    Json.text(json, "cost_basis", attempt.cost().map(UpstreamCost::basis).map(Json::word));
    Json.object(json, "report", attempt.report().map(AttemptJson::report));
    json.put("begun_at", Json.time(row.begun()));
    Json.time(json, "sent_at", row.sent());
    Json.time(json, "ended_at", row.ended());
    return json;
  }

  /** On its own, with what its job says of it. */
  static ObjectNode listed(JobAttempt attempt) {
    var logged = attempt.logged();
    Order order = logged.request().order();
    ObjectNode json = write(attempt).put("job", logged.row().job().toString());
    ObjectNode told =
        json.putObject("order")
            .put("tenant", logged.tenant().value())
            .put("key", logged.key().value());
    Json.text(told, "user", order.endUser());
    Json.text(told, "request_id", logged.requestId());
    told.put("operation", logged.request().operation().word())
        .put("model", order.model())
        .put("size", order.output().size().toString())
        .put("quality", order.output().quality().word())
        .put("format", order.output().format().word());
    return json;
  }

  /** What an account did lately. */
  static ObjectNode activity(AccountActivity activity) {
    var spend = activity.spend();
    return Json.object()
        .put("attempts", activity.totals().attempts())
        .put("images_ordered", activity.totals().ordered())
        .put("images_delivered", activity.totals().delivered())
        .put("cost_usd", Json.dollars(spend.micros()))
        .put("ambiguous_attempts", spend.ambiguousAttempts())
        .put("ambiguous_usd", Json.dollars(spend.ambiguousMicros()));
  }

  private static ObjectNode report(AttemptReport report) {
    ObjectNode json = Json.object();
    Json.object(
        json,
        "usage",
        report
            .usage()
            .map(usage ->
                Json.object()
                    .put("input_text_tokens", usage.textIn())
                    .put("input_image_tokens", usage.imageIn())
                    .put("output_image_tokens", usage.imageOut())));
    json.set("latency_ms", latency(report.latency()));
    json.put("bytes_out", report.bytesOut()).put("bytes_in", report.bytesIn());
    ObjectNode ids = json.putObject("request_ids");
    report.requestIds().forEach(ids::put);
    ObjectNode stated = json.putObject("stated");
    report.stated().forEach(stated::put);
    ArrayNode received = json.putArray("received");
    report
        .received()
        .forEach(image ->
            received
                .addObject()
                .put("index", image.index())
                .put("size", image.size().toString())
                .put("format", image.format().word())
                .put("bytes", image.bytes()));
    return json;
  }

  private static ObjectNode latency(Latency latency) {
    ObjectNode json = Json.object();
    json.put("reused", latency.reused());
    milliseconds(json, "connect", latency.connect());
    milliseconds(json, "first_byte", latency.firstByte());
    milliseconds(json, "last_byte", latency.lastByte());
    milliseconds(json, "whole", Optional.of(latency.whole()));
    return json;
  }

  private static void milliseconds(ObjectNode json, String name, Optional<Duration> time) {
    if (time.isPresent()) {
      json.put(name, Math.round(time.get().toNanos() / NANOS_PER_MICRO) / MICROS_PER_MILLI);
    } else {
      json.putNull(name);
    }
  }
}
