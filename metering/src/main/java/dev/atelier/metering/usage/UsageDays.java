package dev.atelier.metering.usage;

import dev.atelier.database.Row;
import dev.atelier.database.Sums;
import dev.atelier.database.Tx;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.usage.UsageFigures.Jobs;
import dev.atelier.metering.usage.UsageFigures.Money;
import dev.atelier.metering.usage.UsageFigures.Pictures;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sums of each day, one row for each {@link UsageSource}, which stay when jobs go. They are
 * added to in the transaction that changes the ledger or ends the job, so that they are its sums.
 *
 * <p>A tenant's days are a range of the primary key; those of all tenants of {@code
 * usage_days_by_day}.
 */
public final class UsageDays {
  private static final List<String> SUMS =
      List.of(
          "jobs",
          "succeeded",
          "latency",
          "ordered",
          "delivered",
          "failed",
          "refused",
          "cancelled",
          "text_in",
          "image_in",
          "image_out",
          "charged",
          "refunded",
          "upstream",
          "ambiguous");

  private static final List<UsageDimension> KEY = List.of(UsageDimension.values());

  private static final Sums TABLE =
      new Sums("usage_days", KEY.stream().map(UsageDimension::column).toList(), SUMS);

  private static final String FORGET =
      "DELETE FROM usage_days WHERE %%s RETURNING %s, %s"
          .formatted(columns(KEY), String.join(", ", SUMS));

  private static final String SELECT_SUMS =
      SUMS.stream()
          .map(name -> "COALESCE(SUM(%s), 0) AS %s".formatted(name, name))
          .collect(Collectors.joining(", "));

  /** Adds what happened at a moment to its day. */
  public void add(Tx tx, UsageSource source, Instant at, UsageFigures figures) {
    tx.add(
        TABLE,
        List.of(
            source.tenant().value(),
            day(at).toString(),
            source.key().value(),
            source.endUser(),
            source.model(),
            source.provider(),
            source.size(),
            source.quality()),
        figures.jobs().ended(),
        figures.jobs().succeeded(),
        figures.jobs().latencyMillis(),
        figures.pictures().ordered(),
        figures.pictures().delivered(),
        figures.pictures().failed(),
        figures.pictures().refused(),
        figures.pictures().cancelled(),
        figures.tokens().textIn(),
        figures.tokens().imageIn(),
        figures.tokens().imageOut(),
        figures.money().charged(),
        figures.money().refunded(),
        figures.money().upstream(),
        figures.money().ambiguous());
  }

  /**
   * Counts what was end users' on the oldest day that names any, up to {@code last}, as nobody's.
   *
   * @return whether there was such a day
   */
  public boolean forgetOldest(Tx tx, TenantId tenant, LocalDate last) {
    Optional<String> oldest =
        tx.first(
                "SELECT MIN(day) AS day FROM usage_days"
                    + " WHERE tenant = ? AND end_user <> '' AND day <= ?",
                row -> row.textOrNull("day"),
                tenant.value(),
                last.toString())
            .flatMap(day -> day);
    oldest.ifPresent(
        day -> forget(tx, "tenant = ? AND end_user <> '' AND day = ?", tenant.value(), day));
    return oldest.isPresent();
  }

  /** Counts what was one end user's as nobody's; the sums of everything else stay. */
  public void forget(Tx tx, TenantId tenant, String user) {
    forget(tx, "tenant = ? AND end_user <> '' AND end_user = ?", tenant.value(), user);
  }

  /** The same for all end users of a tenant. */
  public void forget(Tx tx, TenantId tenant) {
    forget(tx, "tenant = ? AND end_user <> ''", tenant.value());
  }

  private static void forget(Tx tx, String whose, Object... arguments) {
    tx.list(FORGET.formatted(whose), UsageDays::nobodys, arguments)
        .forEach(day -> tx.add(TABLE, day.key(), day.sums()));
  }

  private static SumsOfDay nobodys(Row row) {
    return new SumsOfDay(
        KEY.stream()
            .<Object>map(one -> one == UsageDimension.END_USER ? "" : row.text(one.column()))
            .toList(),
        SUMS.stream().mapToLong(row::number).toArray());
  }

  @SuppressWarnings("ArrayRecordComponent") // handed on at once
  private record SumsOfDay(List<Object> key, long[] sums) {}

  /** The day of a moment, in UTC. */
  public static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  /** All of it together. */
  public UsageFigures total(Tx tx, UsageFilter filter) {
    var arguments = new ArrayList<Object>();
    String where = where(filter, arguments);
    return tx.first(
            "SELECT " + SELECT_SUMS + " FROM usage_days" + where,
            UsageDays::figures,
            arguments.toArray())
        .orElse(UsageFigures.NONE);
  }

  /** It by groups, in their order. */
  public List<UsageGroup> list(Tx tx, UsageFilter filter, UsageFilter.Listing listing) {
    var arguments = new ArrayList<Object>();
    String where = where(filter, arguments);
    String columns = columns(listing.by());
    if (!listing.after().isEmpty()) {
      where += " AND (%s) > (%s)".formatted(columns, marks(listing.by().size()));
      arguments.addAll(listing.after());
    }
    arguments.add(listing.limit());
    return tx.list(
        "SELECT %s, %s FROM usage_days%s GROUP BY %s ORDER BY %s LIMIT ?"
            .formatted(columns, SELECT_SUMS, where, columns, columns),
        row ->
            new UsageGroup(
                listing.by().stream().map(one -> row.text(one.column())).toList(), figures(row)),
        arguments.toArray());
  }

  private static String where(UsageFilter filter, List<Object> arguments) {
    Stream<String> whose =
        filter.tenant().stream()
            .map(tenant -> {
              arguments.add(tenant.value());
              return "tenant = ?";
            });
    List<String> all = new ArrayList<>(whose.toList());
    all.add("day >= ? AND day <= ?");
    arguments.add(filter.from().toString());
    arguments.add(filter.to().toString());
    filter
        .only()
        .forEach((dimension, value) -> {
          all.add(dimension.column() + " = ?");
          arguments.add(value);
        });
    return " WHERE " + String.join(" AND ", all);
  }

  private static String columns(List<UsageDimension> dimensions) {
    return dimensions.stream().map(UsageDimension::column).collect(Collectors.joining(", "));
  }

  private static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  private static UsageFigures figures(Row row) {
    return new UsageFigures(
        new Jobs(row.number("jobs"), row.number("succeeded"), row.number("latency")),
        Pictures.of(row),
        new Usage(row.number("text_in"), row.number("image_in"), row.number("image_out")),
        Money.of(row));
  }
}
