package dev.atelier.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the bodies of one commit add to sums, written once for each row. A statement that names a
 * table of sums finds written what was added before it.
 */
final class PendingSums {
  private static final Comparator<Map.Entry<SumRow, long[]>> ORDER =
      Comparator.comparing((Map.Entry<SumRow, long[]> entry) -> entry.getKey().sums().table())
          .thenComparing(entry -> entry.getKey().key().toString());

  private final Statements statements;
  private final SumTexts texts = new SumTexts();
  private Map<SumRow, long[]> ofOthers = new LinkedHashMap<>();
  private Map<SumRow, long[]> ofBody = new LinkedHashMap<>();

  /** Of others, written by the body: to be written again if it is rolled back. */
  private Map<SumRow, long[]> lent = new LinkedHashMap<>();

  private record SumRow(Sums sums, List<Object> key) {}

  PendingSums(Statements statements) {
    this.statements = statements;
  }

  /** Adds to a row in the body that runs. */
  void add(Sums sums, List<Object> key, long... amounts) {
    if (key.size() != sums.key().size() || amounts.length != sums.amounts().size()) {
      throw new IllegalArgumentException("not a row of " + sums.table() + ": " + key);
    }
    merge(ofBody, new SumRow(sums, List.copyOf(key)), amounts);
  }

  /** Writes what was added to the tables that a statement names. */
  void before(String sql) throws SQLException {
    if (ofBody.isEmpty() && ofOthers.isEmpty()) {
      return;
    }
    for (Sums sums : named(sql)) {
      Map<SumRow, long[]> others = take(ofOthers, sums);
      write(others);
      others.forEach((row, amounts) -> merge(lent, row, amounts));
      write(take(ofBody, sums));
    }
  }

  private List<Sums> named(String sql) {
    return Stream.concat(ofOthers.keySet().stream(), ofBody.keySet().stream())
        .map(SumRow::sums)
        .distinct()
        .filter(sums -> sql.contains(sums.table()))
        .toList();
  }

  /** The body's additions will be committed. */
  void bodyEnded() {
    lent = new LinkedHashMap<>();
    ofBody.forEach((row, amounts) -> merge(ofOthers, row, amounts));
    ofBody = new LinkedHashMap<>();
  }

  /** The body is rolled back; what others added is not. */
  void bodyRolledBack() {
    lent.forEach((row, amounts) -> merge(ofOthers, row, amounts));
    lent = new LinkedHashMap<>();
    ofBody = new LinkedHashMap<>();
  }

  /** Writes all that is to be committed. */
  void write() throws SQLException {
    Map<SumRow, long[]> all = ofOthers;
    ofOthers = new LinkedHashMap<>();
    write(all);
  }

  /** Nothing of it is committed. */
  void forget() {
    ofOthers.clear();
    ofBody.clear();
    lent.clear();
  }

  /** In the order of their keys, in which any two transactions reach the same rows. */
  private void write(Map<SumRow, long[]> rows) throws SQLException {
    var ordered = new ArrayList<>(rows.entrySet());
    ordered.sort(ORDER);
    var together = new ArrayList<@Nullable Object[]>();
    String text = "";
    for (Map.Entry<SumRow, long[]> entry : ordered) {
      Sums sums = entry.getKey().sums();
      long chosen = texts.chosen(sums, entry.getValue());
      String own = texts.of(sums, chosen);
      if (!own.equals(text)) {
        write(text, together);
        together.clear();
        text = own;
      }
      together.add(arguments(entry.getKey(), chosen, entry.getValue()));
    }
    write(text, together);
  }

  /** Rows that follow each other and get the same amounts. */
  private void write(String text, List<@Nullable Object[]> rows) throws SQLException {
    if (!rows.isEmpty()) {
      int[] counts = statements.use(text, prepared -> prepared.updateAll(rows));
      if (IntStream.of(counts).anyMatch(count -> count == 0)) {
        throw new WriteConflictException("a row of sums is missing");
      }
    }
  }

  /** Amounts of nothing are left out: most rows get a few of many. */
  private static @Nullable Object[] arguments(SumRow row, long chosen, long... amounts) {
    var added = new ArrayList<@Nullable Object>();
    for (int i = 0; i < amounts.length; i++) {
      if ((chosen >>> i & 1) != 0) {
        added.add(amounts[i]);
      }
    }
    added.addAll(row.sums().kept().isPresent() ? added.size() : 0, row.key());
    return added.toArray();
  }

  private static Map<SumRow, long[]> take(Map<SumRow, long[]> from, Sums sums) {
    var taken = new LinkedHashMap<SumRow, long[]>();
    from.forEach((row, amounts) -> {
      if (row.sums().equals(sums)) {
        taken.put(row, amounts);
      }
    });
    from.keySet().removeAll(taken.keySet());
    return taken;
  }

  private static void merge(Map<SumRow, long[]> into, SumRow row, long[] more) {
    long[] sum = into.computeIfAbsent(row, _ -> new long[more.length]);
    for (int i = 0; i < more.length; i++) {
      sum[i] = Math.addExact(sum[i], more[i]);
    }
  }
}
