package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.usage.UsageDimension;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** Of whom and over which days usage is asked for. */
final class UsageQuery {
  static final String FROM = "from";
  static final String TO = "to";
  static final String TENANT = UsageDimension.TENANT.word();

  /** What is read here. */
  static final Set<String> FIELDS = Set.of(FROM, TO, TENANT);

  private static final int DAYS_MAX = 366;
  private static final int TENANT_MAX = 128;
  private static final String EVERY_TENANT = "*";

  private UsageQuery() {}

  /** Both in UTC, and both counted. */
  record Period(LocalDate from, LocalDate to) {}

  /**
   * @param usual how many days where the first is not named
   */
  static Period period(Fields fields, LocalDate today, int usual) {
    LocalDate to = day(fields, TO).orElse(today);
    LocalDate from = day(fields, FROM).orElseGet(() -> to.minusDays(usual - 1L));
    if (to.isBefore(from)) {
      throw fields.invalid(FROM, new Problem.Other("must not be after " + TO + "."));
    }
    if (ChronoUnit.DAYS.between(from, to) >= DAYS_MAX) {
      throw fields.invalid(
          FROM, new Problem.Other("at most " + DAYS_MAX + " days before " + TO + " expected."));
    }
    return new Period(from, to);
  }

  /** Empty for everyone. */
  static Optional<TenantId> whose(Principal principal, Fields fields) {
    Optional<String> named = fields.text(TENANT).map(String::strip).filter(one -> !one.isEmpty());
    named
        .filter(name -> name.length() > TENANT_MAX)
        .ifPresent(name -> {
          throw fields.invalid(TENANT, new Problem.TooLong(TENANT_MAX, name.length()));
        });
    return named.isEmpty()
        ? Optional.of(principal.tenant())
        : named.filter(name -> !name.equals(EVERY_TENANT)).map(TenantId::new);
  }

  private static Optional<LocalDate> day(Fields fields, String field) {
    try {
      return fields.text(field).map(LocalDate::parse).filter(UsageQuery::written);
    } catch (DateTimeParseException e) {
      throw fields.invalid(field, new Problem.Other("a day such as 2026-11-30 expected."));
    }
  }

  /** Years of other than four digits have no place among days that are compared as texts. */
  private static boolean written(LocalDate day) {
    if (day.getYear() < 0 || day.getYear() > 9999) {
      throw new DateTimeParseException("no such year", day.toString(), 0);
    }
    return true;
  }
}
