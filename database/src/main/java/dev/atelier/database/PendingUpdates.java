package dev.atelier.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes of rows whose count is known beforehand, put off until a statement reads their table or
 * the transaction ends: then all that have one text go to the server together, in one round trip.
 */
final class PendingUpdates {
  private final Statements statements;
  private final StatementTables tables = new StatementTables();
  private final Map<String, List<Update>> updates = new LinkedHashMap<>();
  private final Set<String> changed = new HashSet<>();

  private record Update(
      @Nullable Object[] arguments, int rows, Supplier<RuntimeException> otherwise) {}

  PendingUpdates(Statements statements) {
    this.statements = statements;
  }

  /** Changes so many rows later; a transaction in which that fails is not committed. */
  void add(
      int rows, Supplier<RuntimeException> otherwise, String sql, @Nullable Object... arguments) {
    changed.addAll(tables.of(sql));
    updates
        .computeIfAbsent(sql, _ -> new ArrayList<>())
        .add(new Update(arguments.clone(), rows, otherwise));
  }

  /** Writes what a statement may read. */
  void before(String sql) throws SQLException {
    if (!updates.isEmpty() && tables.of(sql).stream().anyMatch(changed::contains)) {
      write();
    }
  }

  /** Writes all, by the order in which their texts came first. */
  void write() throws SQLException {
    var all = Map.copyOf(updates);
    var texts = List.copyOf(updates.keySet());
    forget();
    for (String sql : texts) {
      write(sql, all.getOrDefault(sql, List.of()));
    }
  }

  private void write(String sql, List<Update> together) throws SQLException {
    int[] counts =
        statements.use(
            sql, prepared -> prepared.updateAll(together.stream().map(Update::arguments).toList()));
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != together.get(i).rows()) {
        throw together.get(i).otherwise().get();
      }
    }
  }

  /** Nothing of it is written. */
  void forget() {
    updates.clear();
    changed.clear();
  }
}
