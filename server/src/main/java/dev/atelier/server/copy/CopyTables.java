package dev.atelier.server.copy;

import dev.atelier.database.Database;
import dev.atelier.database.copy.CopyRules;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which tables are not the same in a file and on a server, and what is made of them there. */
final class CopyTables {
  private static final String OWNER = "object_store_owner";
  private static final String OBJECTS = "stored_object";

  /** What a new database has already: its default tenant, and a version. */
  private static final Set<String> SEEDED = Set.of("tenants", "balances", "accounts_version");

  private CopyTables() {}

  /**
   * @param contentsMove whether contents get other places than they have
   */
  static CopyRules rules(boolean contentsMove) {
    var left = new HashSet<>(Set.of("artifact_totals", "node"));
    if (contentsMove) {
      left.addAll(Set.of(OWNER, OBJECTS));
    }
    return new CopyRules(
        left,
        Set.of("queue_totals"),
        contentsMove ? Map.of("artifact", Set.of("segment", "position")) : Map.of());
  }

  /** Whether these tables with so many rows are what a new database has. */
  static boolean fresh(Map<String, Long> occupied) {
    return occupied.entrySet().stream()
        .allMatch(table -> SEEDED.contains(table.getKey()) && table.getValue() <= 1);
  }

  /** Whether the counters that it keeps by itself count what there is. */
  static boolean counted(Database target) {
    return target.read(tx ->
        tx.first(
                """
                SELECT 1 AS same
                FROM (SELECT SUM(artifacts) AS n, SUM(bytes) AS b FROM artifact_totals) AS said
                JOIN (SELECT COUNT(*) AS n, COALESCE(SUM(bytes), 0) AS b FROM artifact) AS real
                  ON real.n = said.n AND real.b = said.b
                """,
                row -> row.flag("same"))
            .isPresent());
  }
}
