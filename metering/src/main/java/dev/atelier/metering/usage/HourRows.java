package dev.atelier.metering.usage;

import dev.atelier.database.Row;
import dev.atelier.database.Sums;
import dev.atelier.database.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of sums of hours, whose older rows become sums of days.
 *
 * <p>A tenant's days are a range of its primary key; those of all tenants of an index by day.
 */
final class HourRows {
  private static final List<String> WHEN = List.of("tenant", "day", "hour");
  private static final long WHOLE_DAY = -1;

  private final Sums table;
  private final List<String> texts;
  private final Map<String, Integer> places;
  private final String roll;

  /**
   * @param texts the columns of its key after the hour
   * @param amounts its other columns
   */
  HourRows(String name, List<String> texts, List<String> amounts) {
    this.texts = texts;
    this.table = new Sums(name, Stream.concat(WHEN.stream(), texts.stream()).toList(), amounts);
    this.places =
        IntStream.range(0, amounts.size())
            .boxed()
            .collect(Collectors.toMap(amounts::get, Function.identity()));
    String columns = String.join(", ", table.key());
    this.roll =
        """
        DELETE FROM %s WHERE (%s) IN (
          SELECT %s FROM %s WHERE hour >= 0 AND day < ? ORDER BY day LIMIT ?)
        RETURNING %s, %s\
        """
            .formatted(name, columns, columns, name, columns, String.join(", ", amounts));
  }

  void add(Tx tx, String tenant, Instant at, List<String> values, HourAmounts amounts) {
    var key = new ArrayList<Object>(List.of(tenant, UsageDays.day(at).toString(), hour(at)));
    key.addAll(values);
    tx.add(table, key, amounts.in(places));
  }

  private static long hour(Instant at) {
    return at.atOffset(ZoneOffset.UTC).getHour();
  }

  /** All amounts of groups of these columns; it goes on with conditions. */
  String select(String columns) {
    return select(columns, table.amounts());
  }

  /** Some of them. */
  String select(String columns, List<String> amounts) {
    String sums =
        amounts.stream()
            .map(one -> "SUM(%s) AS %s".formatted(one, one))
            .collect(Collectors.joining(", "));
    return "SELECT %s, %s FROM %s WHERE ".formatted(columns, sums, table.table());
  }

  /**
   * Makes some hours of days before {@code first} sums of their days.
   *
   * @return how many rows became others
   */
  int rollUp(Tx tx, LocalDate first, int limit) {
    List<Rolled> rolled = tx.list(roll, this::rolled, first.toString(), limit);
    rolled.forEach(one -> tx.add(table, one.key(), one.amounts()));
    return rolled.size();
  }

  private Rolled rolled(Row row) {
    var key = new ArrayList<Object>(List.of(row.text("tenant"), row.text("day"), WHOLE_DAY));
    texts.forEach(name -> key.add(row.text(name)));
    return new Rolled(key, table.amounts().stream().mapToLong(row::number).toArray());
  }

  @SuppressWarnings("ArrayRecordComponent") // handed on at once
  private record Rolled(List<Object> key, long[] amounts) {}
}
