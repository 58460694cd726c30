package dev.atelier.server.metrics;

import dev.atelier.server.metrics.Families.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds what a PromQL expression names that is not there. */
final class PromQl {
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:atelier|jvm|process|system)_[a-z_]+)(?:\\{([^}]*)})?");
  private static final Pattern MATCHER =
      Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");
  private static final Set<String> OF_TARGET = Set.of("instance", "job");
  private static final List<String> PARTS = List.of("_bucket", "_sum", "_count", "_max");

  private PromQl() {}

  /** The metrics that an expression reads. */
  static List<String> metrics(String expression) {
    return SELECTOR.matcher(expression).results().map(found -> found.group(1)).toList();
  }

  /** What is wrong with it, in words; empty if nothing is. */
  static List<String> problems(String expression, Map<String, Family> families) {
    var problems = new ArrayList<String>();
    var usable = new TreeSet<String>(OF_TARGET);
    List<MatchResult> selectors = SELECTOR.matcher(expression).results().toList();
    if (selectors.isEmpty()) {
      problems.add("no metric in " + expression);
    }
    for (MatchResult selector : selectors) {
      Set<String> labels = labels(selector.group(1), families);
      if (labels.isEmpty()) {
        problems.add("no metric " + selector.group(1));
      }
      usable.addAll(labels);
      String matchers = selector.group(2) == null ? "" : selector.group(2);
      MATCHER
          .matcher(matchers)
          .results()
          .map(found -> found.group(1))
          .filter(label -> !labels.contains(label))
          .forEach(label -> problems.add(selector.group(1) + " has no label " + label));
    }
    GROUPING
        .matcher(expression)
        .results()
        .flatMap(found -> List.of(found.group(1).split(",")).stream())
        .map(String::strip)
        .filter(label -> !usable.contains(label))
        .forEach(label -> problems.add("nothing has the label " + label + " in " + expression));
    return problems;
  }

  private static Set<String> labels(String series, Map<String, Family> families) {
    var labels = new TreeSet<String>(OF_TARGET);
    Family exact = families.get(series);
    if (exact != null && !exact.type().equals("histogram")) {
      labels.addAll(exact.labels());
      return labels;
    }
    for (String part : PARTS) {
      Family whole = families.get(Families.base(series, part));
      if (series.endsWith(part) && whole != null && whole.type().equals("histogram")) {
        labels.addAll(whole.labels());
        if (part.equals("_bucket")) {
          labels.add("le");
        }
        return labels;
      }
    }
    return Set.of();
  }
}
