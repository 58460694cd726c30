package dev.atelier.gateway.admin;

import dev.atelier.catalog.price.PriceList;
import dev.atelier.database.Database;
import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.price.PriceBook;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The price lists: administrators read them, an operator adds and removes them. */
public final class ManagePrices {
  private final Database database;
  private final AuditLog audit;

  ManagePrices(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** All lists, the one that began or begins first before the others. */
  public List<PriceList> list(Principal actor, PriceBook book) {
    actor.require(Scope.ADMIN);
    return book.lists();
  }

  /** A list of the operator's as it was written. */
  public Optional<String> document(Principal actor, PriceBook book, String id) {
    actor.require(Scope.ADMIN);
    return database.read(tx -> book.document(tx, id));
  }

  /**
   * Adds a list that begins in the future or now.
   *
   * @param document which it was read from
   * @return false when its id or its moment is another's
   */
  public boolean add(Principal actor, PriceBook book, PriceList list, String document) {
    actor.requireOperator();
    return database.write(tx -> {
      boolean added = book.add(tx, list, document);
      if (added) {
        var changes = Map.of("from", list.from().toString());
        audit.record(tx, actor, new Act("prices.add", TenantId.DEFAULT, list.id(), changes));
      }
      return added;
    });
  }

  /**
   * Removes a list that begins in {@link PriceBook#REMOVAL_SECONDS} or later; false when there is
   * none.
   */
  public boolean remove(Principal actor, PriceBook book, String id) {
    actor.requireOperator();
    return database.write(tx -> {
      boolean removed = book.remove(tx, id);
      if (removed) {
        audit.record(tx, actor, Act.of("prices.remove", TenantId.DEFAULT, id));
      }
      return removed;
    });
  }
}
