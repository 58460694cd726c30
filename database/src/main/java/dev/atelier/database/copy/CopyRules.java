package dev.atelier.database.copy;

import java.util.Map;
import java.util.Set;

/**
 * Tables that are not copied as they are.
 *
 * @param left tables that the target keeps by itself: neither read nor written
 * @param counters tables whose rows are added up, in more rows on a server than in a file: a row of
 *     zeros counts as none
 * @param emptied by table the columns that are null in the target
 */
public record CopyRules(Set<String> left, Set<String> counters, Map<String, Set<String>> emptied) {
  public CopyRules {
    left = Set.copyOf(left);
    counters = Set.copyOf(counters);
    emptied = Map.copyOf(emptied);
  }
}
