package dev.atelier.server.command;

import dev.atelier.gateway.query.AccountActivity;
import dev.atelier.gateway.query.JobAttempt;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.metering.ledger.UpstreamCost.Basis;
import dev.atelier.queue.AttemptEnd;
import dev.atelier.queue.AttemptReport;
import dev.atelier.queue.AttemptReport.Latency;
import dev.atelier.queue.AttemptRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How the command line words the request log. */
final class AttemptFields {
  private static final int MICRO_DIGITS = 6;

  private AttemptFields() {}

  /**
   * Puts two lines for each call: how it ended, such as {@code second not_sent (unreachable),
   * images 0 1: connection refused}, and what is known of it.
   */
  static void put(Map<String, Object> fields, List<JobAttempt> attempts) {
    int number = 1;
    for (JobAttempt attempt : attempts) {
      String name = "attempt " + number++;
      fields.put(name, ended(attempt.row()));
      fields.put(name + " log", log(attempt));
    }
  }

  /** What an account did in the last 24 hours. */
  static Map<String, Object> activity(AccountActivity activity) {
    var spend = activity.spend();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("attempts_24h", activity.totals().attempts());
    fields.put(
        "images_24h",
        activity.totals().delivered() + " of " + activity.totals().ordered() + " delivered");
    fields.put("cost_usd_24h", dollars(spend.micros()));
    fields.put(
        "ambiguous_24h",
        spend.ambiguousAttempts() + " attempts, " + dollars(spend.ambiguousMicros()) + " USD");
    return fields;
  }

  private static String ended(AttemptRow row) {
    return row.account()
        + " "
        + row.outcome().orElse(row.sent().isPresent() ? "open, sent" : "open")
        + row.end().flatMap(AttemptEnd::cause).map(" (%s)"::formatted).orElse("")
        + ", images "
        + row.images().stream().map(Object::toString).collect(Collectors.joining(" "))
        + row.evidence().filter(text -> !text.isEmpty()).map(": "::concat).orElse("");
  }

  private static String log(JobAttempt attempt) {
    var parts = new ArrayList<String>();
    parts.add("id " + attempt.row().id());
    attempt.row().remoteId().ifPresent(id -> parts.add("upstream id " + id));
    attempt.report().ifPresent(report -> report(parts, report));
    attempt.cost().ifPresent(cost -> parts.add(cost(cost)));
    attempt.window().ifPresent(window -> parts.add("ambiguous: " + window.word()));
    return String.join(", ", parts);
  }

  private static void report(List<String> parts, AttemptReport report) {
    parts.add(report.provider() + " " + report.model());
    parts.add(report.delivered() + " delivered");
    report
        .received()
        .forEach(image ->
            parts.add(
                "image %d %s %s %d bytes"
                    .formatted(image.index(), image.size(), image.format().word(), image.bytes())));
    if (!report.stated().isEmpty()) {
      parts.add("stated " + new TreeMap<>(report.stated()));
    }
    report.usage().ifPresent(usage -> parts.add(usage.total() + " tokens"));
    parts.add(latency(report.latency()));
    if (report.bytesOut() > 0) {
      parts.add(report.bytesOut() + " bytes out");
      parts.add(report.bytesIn() + " bytes in");
    }
    new TreeMap<>(report.requestIds()).forEach((name, id) -> parts.add(name + " " + id));
  }

  private static String latency(Latency latency) {
    return time("connect", latency.connect())
        + time("first byte", latency.firstByte())
        + time("last byte", latency.lastByte())
        + "whole "
        + latency.whole().toMillis()
        + " ms";
  }

  private static String time(String phase, Optional<Duration> time) {
    return time.map(took -> phase + " " + took.toMillis() + " ms, ").orElse("");
  }

  private static String cost(UpstreamCost cost) {
    return "cost " + dollars(cost.micros()) + " USD " + word(cost.basis());
  }

  private static String word(Basis basis) {
    return basis.name().toLowerCase(Locale.ROOT);
  }

  private static String dollars(long micros) {
    return BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros().toPlainString();
  }
}
