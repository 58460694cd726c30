package dev.atelier.metering.limit;

import dev.atelier.database.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The SQL of {@code limit_use}. */
final class UseRows {
  private static final Duration KEPT = Duration.ofMinutes(2);

  private UseRows() {}

  /**
   * A look of one process.
   *
   * @param number grows with each look of that process
   */
  record Look(String node, long number, Instant at, List<LimitUse> uses) {
    Look {
      uses = List.copyOf(uses);
    }
  }

  static void write(Tx tx, String node, long look, List<LimitUse> uses) {
    tx.update(
        "INSERT INTO limit_use (node, look, at, uses) VALUES (?, ?, ?, ?)",
        node,
        look,
        tx.now(),
        uses.stream()
            .map(one -> one.code() + " " + one.requests() + " " + one.images())
            .collect(Collectors.joining("\n")));
  }

  /** Looks of other processes than this since then. */
  static List<Look> ofOthers(Tx tx, String node, Instant since) {
    return tx.list(
        "SELECT node, look, at, uses FROM limit_use WHERE at >= ? AND node <> ? ORDER BY node, look",
        row -> {
          Instant at = row.instant("at");
          return new Look(
              row.text("node"), row.number("look"), at, parse(row.text("uses"), at).toList());
        },
        since,
        node);
  }

  static void forget(Tx tx) {
    tx.update("DELETE FROM limit_use WHERE at < ?", tx.now().minus(KEPT));
  }

  private static Stream<LimitUse> parse(String text, Instant at) {
    return text.lines()
        .map(line -> line.split(" "))
        .map(one -> new LimitUse(one[0], Integer.parseInt(one[1]), Integer.parseInt(one[2]), at));
  }
}
