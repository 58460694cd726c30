package dev.atelier.api.atelier;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A flat object as a row of CSV (RFC 4180). */
public final class CsvRow {
  private CsvRow() {}

  /** The names of its members. */
  public static String header(JsonNode object) {
    return String.join(",", object.propertyNames());
  }

  public static String of(JsonNode object) {
    return object.properties().stream()
        .map(member -> cell(member.getValue().isNull() ? "" : member.getValue().asString()))
        .collect(Collectors.joining(","));
  }

  /**
   * What begins like a formula gets an apostrophe, so that no spreadsheet runs it; numbers stay.
   */
  private static String cell(String text) {
    String safe =
        text.matches("-?[0-9.]*") || !text.matches("(?s)[=+\\-@\\t\\r].*") ? text : "'" + text;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
