package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.gateway.query.GetBalance;
import dev.atelier.gateway.query.GetUsage;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /usage}: how the tenant stands; with {@code group_by} or another parameter, how much was
 * ordered, made and charged, as JSON or CSV.
 */
final class Usage {
  private static final String FORMAT = "format";
  private static final String CSV = "csv";
  private static final String CSV_TYPE = "text/csv";
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
      respondCsv(exchange, report);
    } else {
      Json.respond(exchange, 200, report);
    }
  }

  private static boolean csv(Exchange exchange, Fields query) {
    return query
        .oneOf(FORMAT, List.of("json", CSV), UnaryOperator.identity())
        .map(CSV::equals)
        .orElseGet(() ->
            exchange
                .header("Accept")
                .filter(accepted -> accepted.toLowerCase(Locale.ROOT).contains(CSV_TYPE))
                .isPresent());
  }

  /**
   * A header and a row for each group; where more follow, a header of the answer says after what.
   */
  private static void respondCsv(Exchange exchange, ObjectNode report) throws IOException {
    var lines = new StringJoiner("\r\n", "", "\r\n");
    JsonNode data = report.path("data");
    if (!data.isEmpty()) {
      lines.add(CsvRow.header(data.get(0)));
    }
    data.forEach(row -> lines.add(CsvRow.of(row)));
    if (report.path("has_more").booleanValue()) {
      exchange.setHeader(NEXT_AFTER, report.path("next_after").stringValue());
    }
    exchange.respond(
        200, CSV_TYPE + "; charset=utf-8", lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
