package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.gateway.query.GetUsage;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.usage.UsageDimension;
import dev.atelier.metering.usage.UsageFigures;
import dev.atelier.metering.usage.UsageFilter;
import dev.atelier.metering.usage.UsageFilter.Listing;
import dev.atelier.metering.usage.UsageGroup;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what usage is asked for, and writes it: sums of days, in groups. */
final class UsageReports {
  static final int ROWS_MAX = 1_000;
  private static final int ROWS_USUAL = 100;
  private static final int DAYS_USUAL = 30;
  private static final String GROUP_BY = "group_by";
  private static final String AFTER = "after";

  /** What can be named by a value; a day is within {@code from} and {@code to}. */
  private static final List<UsageDimension> FILTERS =
      List.of(
          UsageDimension.KEY,
          UsageDimension.END_USER,
          UsageDimension.MODEL,
          UsageDimension.PROVIDER,
          UsageDimension.SIZE,
          UsageDimension.QUALITY);

  private static final Set<String> FIELDS = fields();

  private final GetUsage usage;

  UsageReports(GetUsage usage) {
    this.usage = usage;
  }

  private static Set<String> fields() {
    var fields = new HashSet<>(Set.of(GROUP_BY, AFTER, Page.LIMIT));
    fields.addAll(UsageQuery.FIELDS);
    FILTERS.stream().map(UsageDimension::word).forEach(fields::add);
    return Set.copyOf(fields);
  }

  /** Whether a report is asked for, rather than how the tenant stands. */
  static boolean asked(Fields query) {
    return FIELDS.stream().anyMatch(query::has);
  }

  /**
   * @param more fields that are read elsewhere
   * @throws FaultException an invalid field, or {@code Forbidden}
   */
  ObjectNode of(Principal principal, Fields fields, Set<String> more) {
    var known = new HashSet<>(FIELDS);
    known.addAll(more);
    fields.only(known);
    List<UsageDimension> by = by(fields);
    UsageFilter filter = filter(principal, fields);
    int limit = fields.integer(Page.LIMIT, 1, ROWS_MAX).orElse(ROWS_USUAL);
    var listing = new Listing(by, after(fields, by), limit + 1);
    GetUsage.UsageReport report = usage.report(principal, filter, listing);
    boolean operator = principal.operator();
    ObjectNode json =
        Json.object()
            .put(UsageQuery.FROM, filter.from().toString())
            .put(UsageQuery.TO, filter.to().toString());
    ArrayNode data = json.putArray("data");
    List<UsageGroup> shown = report.groups().subList(0, Math.min(limit, report.groups().size()));
    shown.forEach(group -> data.add(UsageJson.group(by, group, operator)));
    json.set("total", UsageJson.figures(report.total(), operator));
    boolean follows = report.groups().size() > limit;
    json.put("has_more", follows);
    Json.text(
        json,
        "next_after",
        follows ? Optional.of(UsageCursor.text(shown.getLast().values())) : Optional.empty());
    return json;
  }

  /** A row of nothing, for the names of its members. */
  static ObjectNode empty(Principal principal, Fields fields) {
    List<UsageDimension> by = by(fields);
    var nobody = new UsageGroup(by.stream().map(_ -> "").toList(), UsageFigures.NONE);
    return UsageJson.group(by, nobody, principal.operator());
  }

  private static List<UsageDimension> by(Fields fields) {
    Map<String, UsageDimension> known =
        Arrays.stream(UsageDimension.values())
            .collect(Collectors.toMap(UsageDimension::word, one -> one));
    var by = new LinkedHashSet<UsageDimension>();
    for (String word : fields.text(GROUP_BY).orElse(UsageDimension.DAY.word()).split(",", -1)) {
      UsageDimension dimension = known.get(word.strip());
      if (dimension == null) {
        throw fields.invalid(
            GROUP_BY, new Problem.NotOneOf(word, known.keySet().stream().sorted().toList()));
      }
      by.add(dimension);
    }
    return List.copyOf(by);
  }

  private UsageFilter filter(Principal principal, Fields fields) {
    UsageQuery.Period period = UsageQuery.period(fields, usage.today(), DAYS_USUAL);
    var only = new EnumMap<UsageDimension, String>(UsageDimension.class);
    for (UsageDimension dimension : FILTERS) {
      fields.text(dimension.word()).ifPresent(value -> only.put(dimension, value));
    }
    return new UsageFilter(UsageQuery.whose(principal, fields), period.from(), period.to(), only);
  }

  private static List<String> after(Fields fields, List<UsageDimension> by) {
    return fields
        .text(AFTER)
        .map(text ->
            UsageCursor.parse(text, by.size())
                .orElseThrow(
                    () -> fields.invalid(AFTER, new Problem.Other("is no place in this report."))))
        .orElse(List.of());
  }
}
