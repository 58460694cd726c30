package dev.atelier.gateway.query;

import dev.atelier.database.Database;
import dev.atelier.image.FaultException;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.usage.UsageDays;
import dev.atelier.metering.usage.UsageFigures;
import dev.atelier.metering.usage.UsageFilter;
import dev.atelier.metering.usage.UsageGroup;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;

/** How much was ordered, made and charged: of the caller's tenant, or for an operator of any. */
public final class GetUsage {
  private final Database database;
  private final UsageDays days;
  private final InstantSource clock;

  public GetUsage(Database database, UsageDays days, InstantSource clock) {
    this.database = database;
    this.days = days;
    this.clock = clock;
  }

  /** Groups, and all that the filter holds together; both of one moment. */
  public record UsageReport(List<UsageGroup> groups, UsageFigures total) {
    public UsageReport {
      groups = List.copyOf(groups);
    }
  }

  /** The day that it is, in UTC. */
  public LocalDate today() {
    return UsageDays.day(clock.instant());
  }

  /**
   * @throws FaultException {@code Forbidden} for another tenant's or everyone's, unless the caller
   *     manages all tenants
   */
  public UsageReport report(Principal principal, UsageFilter filter, UsageFilter.Listing listing) {
    principal.require(Scope.READ);
    if (filter.tenant().filter(principal.tenant()::equals).isEmpty()) {
      principal.requireOperator();
    }
    return database.read(
        tx -> new UsageReport(days.list(tx, filter, listing), days.total(tx, filter)));
  }
}
