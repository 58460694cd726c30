package dev.atelier.provider.registry;

import dev.atelier.image.AccountId;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.Cooldown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The accounts of a running server: what changes them reaches the pool at once. */
public final class LiveAccounts implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final ManageAccounts accounts;
  private final AccountPool pool;
  private final Refresh refresh;
  private final Thread watch = Thread.ofVirtual().name("accounts").unstarted(this::watch);
  private volatile boolean closed;
  private long seen = -1;

  /**
   * @param refresh brings the pool to what the accounts are now
   */
  public LiveAccounts(ManageAccounts accounts, AccountPool pool, Refresh refresh) {
    this.accounts = accounts;
    this.pool = pool;
    this.refresh = refresh;
  }

  /** Brings a pool to what the accounts are now. */
  @FunctionalInterface
  public interface Refresh {
    void run();
  }

  /** How an account stands. */
  public record Status(
      StoredAccount account,
      Optional<String> problem,
      Set<String> serves,
      int inFlight,
      Map<String, Cooldown> cooldowns) {
    /** {@code ready}, {@code paused}, {@code resting} or {@code unusable}. */
    public String state() {
      if (problem.isPresent()) {
        return "unusable";
      }
      if (account.paused()) {
        return "paused";
      }
      return cooldowns.isEmpty() ? "ready" : "resting";
    }
  }

  /** Follows changes that a command makes beside this process. */
  public void start() {
    watch.start();
  }

  public List<Status> list() {
    return accounts.list().stream().map(this::status).toList();
  }

  public Optional<Status> find(String name) {
    return accounts.find(name).map(this::status);
  }

  /** See {@link ManageAccounts#add}. */
  public Status add(AccountSpec spec) {
    StoredAccount added = accounts.add(spec);
    refresh.run();
    return status(added);
  }

  /** See {@link ManageAccounts#remove}. */
  public boolean remove(String name) {
    boolean removed = accounts.remove(name);
    refresh.run();
    return removed;
  }

  /** See {@link ManageAccounts#pause}. */
  public Optional<Status> pause(String name, boolean paused) {
    Optional<StoredAccount> changed = accounts.pause(name, paused);
    refresh.run();
    return changed.map(this::status);
  }

  /** See {@link ManageAccounts#check}; empty if there is none of this name. */
  public Optional<AccountCheck> check(String name) throws InterruptedException {
    Optional<StoredAccount> found = accounts.find(name);
    return found.isPresent() ? Optional.of(accounts.check(found.get())) : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
    watch.interrupt();
  }

  private Status status(StoredAccount stored) {
    var id = new AccountId(stored.spec().name());
    return new Status(
        stored, accounts.problem(stored), pool.models(id), pool.inFlight(id), pool.cooldowns(id));
  }

  private void watch() {
    while (!closed) {
      try {
        look();
        Thread.sleep(LOOK_EVERY);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look() {
    try {
      long version = accounts.version();
      if (version != seen) {
        refresh.run();
        seen = version;
      }
    } catch (RuntimeException e) {
      // the database is away for a moment; looked at again
    }
  }
}
