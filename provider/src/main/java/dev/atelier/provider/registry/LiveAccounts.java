package dev.atelier.provider.registry;

import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.Cooldown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The accounts of a running server: what changes them reaches the pool at once. */
public final class LiveAccounts implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Where other processes call the same accounts, who must hear of each other soon. */
  private static final Duration SHARED_LOOK_EVERY = Duration.ofMillis(500);

  private final ManageAccounts accounts;
  private final AccountPool pool;
  private final List<Account> own;
  private final Thread watch = Thread.ofVirtual().name("accounts").unstarted(this::watch);
  private volatile boolean closed;
  private volatile long seen = -1;

  /**
   * @param own accounts of the pool that the server has by itself, such as the sandbox's
   */
  public LiveAccounts(ManageAccounts accounts, AccountPool pool, List<Account> own) {
    this.accounts = accounts;
    this.pool = pool;
    this.own = List.copyOf(own);
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

  /** Brings the pool to what the accounts are now. */
  public synchronized void refresh() {
    long version = accounts.version(); // read first: what changes meanwhile is looked at again
    pool.replace(Stream.concat(own.stream(), accounts.accounts().stream()).toList());
    seen = version;
  }

  /** Follows changes that commands and other processes make, within a second. */
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
  public Status add(AccountSpec spec, Consumer<Tx> with) {
    StoredAccount added = accounts.add(spec, with);
    refresh();
    return status(added);
  }

  /** See {@link ManageAccounts#change}. */
  public Optional<Status> change(
      String name, UnaryOperator<AccountSpec> change, BiConsumer<Tx, AccountSpec> with) {
    Optional<StoredAccount> changed = accounts.change(name, change, with);
    refresh();
    return changed.map(this::status);
  }

  /** See {@link ManageAccounts#remove}. */
  public boolean remove(String name, Consumer<Tx> with) {
    boolean removed = accounts.remove(name, with);
    refresh();
    return removed;
  }

  /** See {@link ManageAccounts#pause}. */
  public Optional<Status> pause(String name, boolean paused, Consumer<Tx> with) {
    Optional<StoredAccount> changed = accounts.pause(name, paused, with);
    refresh();
    return changed.map(this::status);
  }

  /** See {@link ManageAccounts#check}; empty if there is none of this name. */
  public Optional<AccountCheck> check(String name) throws InterruptedException {
    Optional<StoredAccount> found = accounts.find(name);
    return found.isPresent() ? Optional.of(accounts.check(found.get())) : Optional.empty();
  }

  /** See {@link ManageAccounts#spend}; the image is not kept. */
  public Optional<AccountCheck> spend(String name, Optional<String> model)
      throws IOException, InterruptedException {
    Optional<StoredAccount> found = accounts.find(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Path file = Files.createTempFile("atelier-account", ".image");
    try {
      return Optional.of(accounts.spend(found.get(), model, file));
    } finally {
      Files.deleteIfExists(file);
    }
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
        Thread.sleep(pool.shared().isPresent() ? SHARED_LOOK_EVERY : LOOK_EVERY);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /**
   * Follows at once what commands and other processes changed, and how the accounts stand over all
   * processes: for whoever has heard of a change.
   */
  public void look() {
    try {
      long version = accounts.version();
      if (version != seen) {
        refresh();
      }
      pool.refresh();
    } catch (RuntimeException e) {
      // the database is away for a moment; looked at again
    }
  }
}
