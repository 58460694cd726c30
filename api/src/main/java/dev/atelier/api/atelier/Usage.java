package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.gateway.query.GetBalance;
import dev.atelier.gateway.query.GetUsage;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /usage}: how the tenant stands; with {@code group_by} or another parameter, how much was
 * ordered, made and charged, as JSON or CSV.
 */
final class Usage {
  private static final String FORMAT = "format";
  private static final String CSV = "csv";
  private static final String CSV_TYPE = "text/csv";
  private static final Pattern WEIGHT = Pattern.compile("q=[01](\\.[0-9]{0,3})?");
  private static final String NEXT_AFTER = "x-atelier-next-after";

  private final GetBalance balances;
  private final UsageReports reports;

  Usage(GetBalance balances, GetUsage usage) {
    this.balances = balances;
    this.reports = new UsageReports(usage);
  }

  void show(Exchange exchange, Principal principal) throws IOException {
    Fields query = Fields.ofQuery(exchange);
    boolean csv = csv(exchange, query);
    if (!csv && !UsageReports.asked(query)) {
      Json.respond(exchange, 200, MoneyRoutes.json(principal.tenant(), balances.of(principal)));
      return;
    }
    ObjectNode report = reports.of(principal, query, Set.of(FORMAT));
    exchange.setHeader("Cache-Control", "no-store");
    if (csv) {
      respondCsv(exchange, UsageReports.empty(principal, query), report);
    } else {
      Json.respond(exchange, 200, report);
    }
  }

  private static boolean csv(Exchange exchange, Fields query) {
    return query
        .oneOf(FORMAT, List.of("json", CSV), UnaryOperator.identity())
        .map(CSV::equals)
        .orElseGet(() -> exchange.header("Accept").filter(Usage::prefersCsv).isPresent());
  }

  private static boolean prefersCsv(String accepted) {
    double csv = weight(accepted, CSV_TYPE);
    return csv > 0 && csv >= weight(accepted, "application/json");
  }

  /** How much a type is wanted that {@code Accept} names, 0 to 1; 0 where it does not name it. */
  private static double weight(String accepted, String type) {
    for (String one : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = one.split(";", -1);
      if (parts[0].strip().equals(type)) {
        return Arrays.stream(parts)
            .skip(1)
            .map(String::strip)
            .filter(part -> WEIGHT.matcher(part).matches())
            .mapToDouble(part -> Double.parseDouble(part.substring(2)))
            .findFirst()
            .orElse(1);
      }
    }
    return 0;
  }

  /**
   * A header and a row for each group; where more follow, a header of the answer says after what.
   */
  private static void respondCsv(Exchange exchange, ObjectNode empty, ObjectNode report)
      throws IOException {
    var lines = new StringJoiner("\r\n", "", "\r\n");
    lines.add(CsvRow.header(empty));
    report.path("data").forEach(row -> lines.add(CsvRow.of(row)));
    if (report.path("has_more").booleanValue()) {
      exchange.setHeader(NEXT_AFTER, report.path("next_after").stringValue());
    }
    exchange.respond(
        200, CSV_TYPE + "; charset=utf-8", lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
