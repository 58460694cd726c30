package dev.atelier.gateway;

import dev.atelier.database.Sums;
import dev.atelier.database.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a database in order, each by its verb and table; sums are counted where their
 * transaction ends.
 */
final class StatementLog {
  private final List<String> statements = new ArrayList<>();

  List<String> statements() {
    return List.copyOf(statements);
  }

  void clear() {
    statements.clear();
  }

  /** A transaction whose statements are noted. */
  final class Noting implements Tx {
    private final Tx tx;
    private final LinkedHashSet<String> sums = new LinkedHashSet<>();

    Noting(Tx tx) {
      this.tx = tx;
    }

    void ended() {
      sums.forEach(row -> statements.add("add " + row.substring(0, row.indexOf(' '))));
    }

    @Override
    public Instant now() {
      return tx.now();
    }

    @Override
    public int update(String sql, @Nullable Object... args) {
      statements.add(name(sql));
      return tx.update(sql, args);
    }

    @Override
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
      statements.add(name(sql));
      return tx.list(sql, mapper, args);
    }

    @Override
    public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
      statements.add(name(sql));
      return tx.first(sql, mapper, args);
    }

    @Override
    public <T> Optional<T> firstShared(
        String table, String sql, RowMapper<T> mapper, @Nullable Object... args) {
      statements.add("shared " + table);
      return tx.firstShared(table, sql, mapper, args);
    }

    @Override
    public void add(Sums to, List<Object> key, long... amounts) {
      sums.add(to.table() + " " + key);
      tx.add(to, key, amounts);
    }

    @Override
    public void afterCommit(Runnable action) {
      tx.afterCommit(action);
    }

    private static String name(String sql) {
      String[] words = sql.strip().replace("INSERT INTO", "INSERT").split("\\s+");
      return switch (words[0]) {
        case "SELECT" -> "SELECT " + sql.substring(sql.indexOf("FROM ") + 5).split("\\s+")[0];
        default -> words[0] + " " + words[1];
      };
    }
  }
}
