package dev.atelier.metering.ledger;

import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import java.util.HashMap;
import java.util.Map;

/** The ledger's rules in plain maps, to hold the real one against. */
final class LedgerModel {
  private final Map<TenantId, Long> budgets;
  private final Map<JobId, Account> accounts = new HashMap<>();

  LedgerModel(Map<TenantId, Long> budgets) {
    this.budgets = Map.copyOf(budgets);
  }

  LedgerModel copy() {
    var copy = new LedgerModel(budgets);
    accounts.forEach((job, account) -> copy.accounts.put(job, account.copy()));
    return copy;
  }

  String hold(TenantId tenant, JobId job, long micros) {
    if (accounts.containsKey(job)) {
      return "done";
    }
    Long budget = budgets.get(tenant);
    var books = books(tenant);
    if (micros > 0 && budget != null && budget - books.held() - books.charged() < micros) {
      return "out of budget";
    }
    accounts.put(job, new Account(tenant, micros));
    return "done";
  }

  String charge(TenantId tenant, JobId job, int image, long micros) {
    var account = accounts.get(job);
    if (account == null || !account.tenant.equals(tenant)) {
      return "refused";
    }
    if (account.charges.containsKey(image)) {
      return "charged before";
    }
    if (account.closed) {
      return "refused";
    }
    long taken = Math.min(account.held, micros);
    account.charges.put(image, taken);
    account.held -= taken;
    return "charged";
  }

  String release(TenantId tenant, JobId job) {
    var account = accounts.get(job);
    if (account != null && account.tenant.equals(tenant) && account.price > 0) {
      account.held = 0;
      account.closed = true;
    }
    return "done";
  }

  Books books(TenantId tenant) {
    var own = accounts.values().stream().filter(account -> account.tenant.equals(tenant)).toList();
    return new Books(
        own.stream().mapToLong(account -> account.held).sum(),
        own.stream()
            .flatMap(account -> account.charges.values().stream())
            .mapToLong(Long::longValue)
            .sum());
  }

  /** What a tenant's jobs hold and were charged. */
  record Books(long held, long charged) {
    static Books of(Balance balance) {
      return new Books(balance.held(), balance.charged());
    }
  }

  private static final class Account {
    private final TenantId tenant;
    private final long price;
    private final Map<Integer, Long> charges = new HashMap<>();
    private long held;
    private boolean closed;

    Account(TenantId tenant, long price) {
      this.tenant = tenant;
      this.price = price;
      this.held = price;
    }

    Account copy() {
      var copy = new Account(tenant, price);
      copy.held = held;
      copy.closed = closed;
      copy.charges.putAll(charges);
      return copy;
    }
  }
}
