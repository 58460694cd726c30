package dev.atelier.gateway;

import dev.atelier.database.ForwardingTx;
import dev.atelier.database.Sums;
import dev.atelier.database.Tx;
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
  private final LinkedHashSet<String> texts = new LinkedHashSet<>();

  List<String> statements() {
    return List.copyOf(statements);
  }

  /** The text of each, once. */
  List<String> texts() {
    return List.copyOf(texts);
  }

  void clear() {
    statements.clear();
    texts.clear();
  }

  /** A transaction whose statements are noted. */
  final class Noting extends ForwardingTx {
    private final LinkedHashSet<String> sums = new LinkedHashSet<>();

    Noting(Tx tx) {
      super(tx);
    }

    void ended() {
      sums.forEach(row -> statements.add("add " + row.substring(0, row.indexOf(' '))));
    }

    @Override
    public int update(String sql, @Nullable Object... args) {
      note(name(sql), sql);
      return super.update(sql, args);
    }

    @Override
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
      note(name(sql), sql);
      return super.list(sql, mapper, args);
    }

    @Override
    public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
      note(name(sql), sql);
      return super.first(sql, mapper, args);
    }

    @Override
    public <T> Optional<T> firstShared(
        String table, String sql, RowMapper<T> mapper, @Nullable Object... args) {
      note("shared " + table, sql);
      return super.firstShared(table, sql, mapper, args);
    }

    @Override
    public void add(Sums to, List<Object> key, long... amounts) {
      sums.add(to.table() + " " + key);
      super.add(to, key, amounts);
    }

    private void note(String name, String sql) {
      statements.add(name);
      texts.add(sql);
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
