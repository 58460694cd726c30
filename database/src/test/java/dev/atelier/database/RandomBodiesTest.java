package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies made at random, some failing half-way, leave what a map with all-or-nothing has. */
class RandomBodiesTest {
  private static final int BODIES = 300;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void bodies_happen_wholly_or_not_at_all(long seed) {
    var random = new Random(seed);
    var expected = new TreeMap<String, Long>();
    try (var database = DirectDatabase.open(DatabaseContract.LOCATIONS)) {
      for (int i = 0; i < BODIES; i++) {
        var attempted = new TreeMap<>(expected);
        try {
          database.write(tx -> change(tx, random, attempted));
          expected.clear();
          expected.putAll(attempted);
        } catch (StatementFailedException | IllegalStateException _) {
          // nothing of it may be visible, which the end of the test shows
        }
      }
      assertThat(database.<Map<String, Long>>read(RandomBodiesTest::all)).isEqualTo(expected);
      assertThat(expected).isNotEmpty();
    }
  }

  private static int change(Tx tx, Random random, Map<String, Long> model) {
    int changed = 0;
    for (int step = random.nextInt(1, 6); step > 0; step--) {
      var id = "n" + random.nextInt(20);
      long value = random.nextLong(100);
      changed +=
          switch (random.nextInt(8)) {
            case 0 -> fail();
            case 1 -> delete(tx, model, id);
            case 2, 3 -> put(tx, model, id, value);
            default -> insert(tx, model, id, value);
          };
    }
    return changed;
  }

  private static int fail() {
    throw new IllegalStateException("on purpose");
  }

  private static int delete(Tx tx, Map<String, Long> model, String id) {
    model.remove(id);
    return tx.update("DELETE FROM note WHERE id = ?", id);
  }

  private static int insert(Tx tx, Map<String, Long> model, String id, long value) {
    model.put(id, value);
    return tx.update("INSERT INTO note (id, number) VALUES (?, ?)", id, value);
  }

  private static int put(Tx tx, Map<String, Long> model, String id, long value) {
    model.put(id, value);
    return tx.update(
        "INSERT INTO note (id, number) VALUES (?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET number = excluded.number",
        id,
        value);
  }

  private static Map<String, Long> all(Tx tx) {
    var found = new TreeMap<String, Long>();
    tx.list(
        "SELECT id, number FROM note",
        row -> found.put(row.text("id"), row.number("number")) == null);
    return found;
  }
}
