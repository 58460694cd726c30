package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.gateway.query.ChartUsage;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.usage.AccountCalls;
import dev.atelier.metering.usage.ChartFilter;
import dev.atelier.metering.usage.ChartPoint;
import dev.atelier.metering.usage.LatencyHistogram;
import dev.atelier.metering.usage.SizeLatency;
import dev.atelier.metering.usage.UsageChart;
import dev.atelier.metering.usage.UsageHours;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /usage/series}: usage as it went, for charts. */
final class UsageSeries {
  private static final String BUCKET = "bucket";
  private static final String DAY = "day";
  private static final String HOUR = "hour";
  private static final String KEY = "key";
  private static final String MODEL = "model";
  private static final int DAYS_USUAL = 30;
  private static final double MEDIAN = 0.5;
  private static final double MOST = 0.95;

  private final ChartUsage usage;

  UsageSeries(ChartUsage usage) {
    this.usage = usage;
  }

  void show(Exchange exchange, Principal principal) throws IOException {
    Fields query = Fields.ofQuery(exchange);
    var known = new HashSet<>(UsageQuery.FIELDS);
    known.addAll(Set.of(BUCKET, KEY, MODEL));
    query.only(known);
    ChartFilter filter = filter(principal, query);
    UsageChart chart = usage.chart(principal, filter);
    boolean operator = principal.operator();
    ObjectNode json =
        Json.object()
            .put(UsageQuery.FROM, filter.from().toString())
            .put(UsageQuery.TO, filter.to().toString())
            .put(BUCKET, filter.hours() ? HOUR : DAY);
    ArrayNode points = json.putArray("points");
    chart.points().forEach(point -> points.add(point(point, operator)));
    ArrayNode latencies = json.putArray("latencies");
    chart.sizes().forEach(one -> latencies.add(latency(one)));
    if (operator) {
      ArrayNode accounts = json.putArray("accounts");
      chart.accounts().forEach(one -> accounts.add(account(one)));
    }
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, 200, json);
  }

  private ChartFilter filter(Principal principal, Fields query) {
    boolean hours =
        query
            .oneOf(BUCKET, List.of(DAY, HOUR), UnaryOperator.identity())
            .filter(HOUR::equals)
            .isPresent();
    LocalDate today = usage.today();
    UsageQuery.Period period = UsageQuery.period(query, today, hours ? 1 : DAYS_USUAL);
    LocalDate first = UsageHours.firstApart(today);
    if (hours && period.from().isBefore(first)) {
      throw query.invalid(
          UsageQuery.FROM,
          new Problem.Other(
              "hours are told from %s on; bucket=day goes further back.".formatted(first)));
    }
    return new ChartFilter(
        UsageQuery.whose(principal, query),
        period.from(),
        period.to(),
        query.text(KEY),
        query.text(MODEL),
        hours);
  }

  private static ObjectNode point(ChartPoint point, boolean operator) {
    ObjectNode json = Json.object();
    json.put("at", Json.time(point.at()));
    json.setAll(UsageJson.figures(point.figures(), operator));
    json.remove(List.of("mean_latency_ms", "text_tokens", "image_in_tokens", "image_out_tokens"));
    percentiles(json, point.latency());
    ObjectNode faults = json.putObject("faults");
    point.faults().forEach((kind, jobs) -> faults.put(kind.word(), jobs));
    return json;
  }

  private static ObjectNode latency(SizeLatency one) {
    ObjectNode json =
        Json.object()
            .put("size", one.size())
            .put("quality", one.quality())
            .put("jobs", one.latency().count());
    percentiles(json, one.latency());
    return json;
  }

  private static ObjectNode account(AccountCalls one) {
    ObjectNode json = Json.object().put("account", one.account());
    ObjectNode calls = json.putObject("calls");
    one.outcomes().forEach(calls::put);
    json.put("images", one.images());
    percentiles(json, one.latency());
    return json.put("upstream_usd", Json.dollars(one.upstream()))
        .put("upstream_ambiguous_usd", Json.dollars(one.ambiguous()));
  }

  private static void percentiles(ObjectNode json, LatencyHistogram latency) {
    Json.number(json, "p50_ms", latency.percentile(MEDIAN));
    Json.number(json, "p95_ms", latency.percentile(MOST));
  }
}
