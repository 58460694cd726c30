package dev.atelier.provider.registry;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.http.upstream.HttpVersion;
import dev.atelier.image.AccountId;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.Credential;
import dev.atelier.provider.Provider;
import dev.atelier.provider.account.UpstreamPrices;
import dev.atelier.provider.oauth.OAuthCredential;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The accounts of the configuration file and those that commands added. An account of the file wins
 * over one of the same name and is changed only there.
 */
public final class ManageAccounts {
  private final Database database;
  private final AccountRows rows;
  private final SecretSource secrets;
  private final Map<String, Provider> providers;
  private final Catalog catalog;
  private final List<StoredAccount> configured;

  /**
   * @param providers those that accounts may name
   * @param configured the accounts of the configuration file
   * @throws AccountProblemException if one of these cannot be as it is described
   */
  public ManageAccounts(
      Database database,
      CredentialSeal seal,
      SecretSource secrets,
      List<Provider> providers,
      Catalog catalog,
      List<AccountSpec> configured) {
    this.database = database;
    this.rows = new AccountRows(seal);
    this.secrets = secrets;
    this.providers =
        providers.stream().collect(Collectors.toMap(Provider::name, Function.identity()));
    this.catalog = catalog;
    this.configured =
        configured.stream().map(spec -> new StoredAccount(spec, false, Optional.empty())).toList();
    configured.forEach(this::require);
  }

  /** Counts every change of a command. */
  public long version() {
    return database.read(rows::version);
  }

  /** All accounts, ordered by name. */
  public List<StoredAccount> list() {
    var all = new ArrayList<>(configured);
    database.read(rows::list).stream()
        .filter(stored -> ofFile(stored.spec().name()).isEmpty())
        .forEach(all::add);
    all.sort(Comparator.comparing(stored -> stored.spec().name()));
    return List.copyOf(all);
  }

  public Optional<StoredAccount> find(String name) {
    return ofFile(name).or(() -> database.read(tx -> rows.find(tx, name)));
  }

  /**
   * Adds an account.
   *
   * @throws AccountProblemException if there is one of this name, or it cannot be as described
   */
  public StoredAccount add(AccountSpec spec) {
    return add(spec, _ -> {});
  }

  /**
   * The same.
   *
   * @param with joins the transaction that adds it
   */
  public StoredAccount add(AccountSpec spec, Consumer<Tx> with) {
    require(spec);
    credential(spec);
    if (ofFile(spec.name()).isPresent()) {
      throw taken(spec);
    }
    return database.write(tx -> {
      if (rows.find(tx, spec.name()).isPresent()) {
        throw taken(spec);
      }
      rows.insert(tx, spec);
      with.accept(tx);
      return rows.find(tx, spec.name()).orElseThrow();
    });
  }

  /**
   * Changes an account; empty if there is none of this name.
   *
   * @param change gives what it becomes, with the same name and provider
   * @param with joins the transaction that changes it
   * @throws AccountProblemException if it cannot be as {@code change} describes it, or is another
   *     by then
   */
  public Optional<StoredAccount> change(
      String name, UnaryOperator<AccountSpec> change, BiConsumer<Tx, AccountSpec> with) {
    requireNotOfFile(name);
    Optional<StoredAccount> before = database.read(tx -> rows.find(tx, name));
    if (before.isEmpty()) {
      return before;
    }
    AccountSpec wanted = change.apply(before.get().spec());
    require(wanted);
    credential(wanted);
    return database.write(tx -> {
      Optional<StoredAccount> now = rows.find(tx, name);
      if (now.isEmpty()) {
        return now;
      }
      AccountSpec changed = change.apply(now.get().spec());
      if (!changed.equals(wanted)) {
        throw new AccountProblemException("name", name + " was changed meanwhile; try again");
      }
      rows.update(tx, changed);
      with.accept(tx, changed);
      return rows.find(tx, name);
    });
  }

  /** Removes an account; false if there is none of this name. */
  public boolean remove(String name) {
    return remove(name, _ -> {});
  }

  /**
   * The same.
   *
   * @param with joins the transaction that removes it
   */
  public boolean remove(String name, Consumer<Tx> with) {
    requireNotOfFile(name);
    return database.write(tx -> {
      boolean removed = rows.remove(tx, name);
      if (removed) {
        with.accept(tx);
      }
      return removed;
    });
  }

  /** Stops or goes on giving it work; empty if there is none of this name. */
  public Optional<StoredAccount> pause(String name, boolean paused) {
    return pause(name, paused, _ -> {});
  }

  /**
   * The same.
   *
   * @param with joins the transaction that changes it
   */
  public Optional<StoredAccount> pause(String name, boolean paused, Consumer<Tx> with) {
    requireNotOfFile(name);
    return database.write(tx -> {
      if (!rows.pause(tx, name, paused)) {
        return Optional.<StoredAccount>empty();
      }
      with.accept(tx);
      return rows.find(tx, name);
    });
  }

  /** Whether an account works, told without spending anything. */
  public AccountCheck check(StoredAccount stored) throws InterruptedException {
    try {
      return provider(stored.spec()).check(account(stored));
    } catch (AccountProblemException e) {
      return AccountCheck.fails(e.field() + " " + e.getMessage());
    }
  }

  /**
   * Whether an account makes an image of the lowest quality, which its upstream charges.
   *
   * @param model its id; empty for the usual one of those that it makes
   * @param file gets the image
   * @throws AccountProblemException if it does not make this model
   */
  public AccountCheck spend(StoredAccount stored, Optional<String> model, Path file)
      throws InterruptedException {
    Account account;
    try {
      account = usable(stored);
    } catch (AccountProblemException e) {
      return AccountCheck.fails(e.field() + " " + e.getMessage());
    }
    Provider provider = provider(stored.spec());
    return new PaidCheck(provider, account, model(provider, account, model)).run(file);
  }

  private Model model(Provider provider, Account account, Optional<String> wanted) {
    Set<String> made = account.models().isEmpty() ? provider.models() : account.models().keySet();
    List<Model> models =
        catalog.models().stream()
            .filter(model -> made.isEmpty() || made.contains(model.id()))
            .toList();
    return models.stream()
        .filter(model -> wanted.map(model.id()::equals).orElse(model.preferred()))
        .findFirst()
        .or(() -> wanted.isEmpty() ? models.stream().findFirst() : Optional.empty())
        .orElseThrow(() ->
            new AccountProblemException(
                "model",
                "the account does not make %s; it makes %s"
                    .formatted(
                        wanted.orElse("any model"),
                        models.stream().map(Model::id).collect(Collectors.joining(", ")))));
  }

  /** As the pool takes them: those whose secret is there. */
  public List<Account> accounts() {
    var accounts = new ArrayList<Account>();
    for (StoredAccount stored : list()) {
      try {
        accounts.add(usable(stored));
      } catch (AccountProblemException e) {
        // told by problem()
      }
    }
    return accounts;
  }

  /** Why an account cannot be used at all; empty if it can. */
  public Optional<String> problem(StoredAccount stored) {
    try {
      usable(stored);
      return Optional.empty();
    } catch (AccountProblemException e) {
      return Optional.of(e.field() + " " + e.getMessage());
    }
  }

  private Account usable(StoredAccount stored) {
    require(stored.spec());
    return account(stored);
  }

  private Account account(StoredAccount stored) {
    AccountSpec spec = stored.spec();
    return account(spec, credential(spec), stored.paused());
  }

  /** What the secret stands for; OAuth2 only where the operator asked for it. */
  private Credential credential(AccountSpec spec) {
    Credential credential = secrets.resolve(spec.secret());
    boolean asked = "true".equalsIgnoreCase(spec.options().get(Account.OAUTH2));
    if (!asked && OAuthCredential.looksLike(credential.reveal())) {
      throw new AccountProblemException(
          "secret",
          "holds OAuth2 tokens; if you are entitled to use them so, add --option oauth2=true");
    }
    if (asked) {
      try {
        OAuthCredential.parse(credential.reveal());
      } catch (IllegalArgumentException e) {
        throw new AccountProblemException("secret", String.valueOf(e.getMessage()));
      }
    }
    return credential;
  }

  private static Account account(AccountSpec spec, Credential credential, boolean paused) {
    return new Account(
        new AccountId(spec.name()),
        spec.provider(),
        Optional.of(spec.baseUrl()),
        credential,
        spec.models(),
        spec.concurrency(),
        spec.imagesPerMinute(),
        spec.tier(),
        spec.weight(),
        spec.options(),
        paused);
  }

  private void require(AccountSpec spec) {
    Provider provider = provider(spec);
    for (String model : spec.models().keySet()) {
      if (catalog.find(model).isEmpty()) {
        throw new AccountProblemException(
            "models",
            "names " + model + ", which is no model here; there are " + String.join(", ", ids()));
      }
    }
    String images = spec.options().get(Account.IMAGES_PER_CALL);
    if (images != null && !images.matches("[1-9]\\d{0,2}")) {
      throw new AccountProblemException("options", "images-per-call must be 1 to 999");
    }
    String oauth = spec.options().get(Account.OAUTH2);
    if (oauth != null && !oauth.matches("(?i)true|false")) {
      throw new AccountProblemException("options", "oauth2 must be true or false");
    }
    String http = spec.options().get(Account.HTTP);
    if (http != null && HttpVersion.of(http).isEmpty()) {
      throw new AccountProblemException("options", "http must be 1 or 2");
    }
    UpstreamPrices.problem(spec.options(), catalog)
        .or(() -> provider.problem(account(spec, Credential.NONE, false)))
        .ifPresent(problem -> {
          throw new AccountProblemException("options", problem);
        });
  }

  private Provider provider(AccountSpec spec) {
    Provider provider = providers.get(spec.provider());
    if (provider == null) {
      throw new AccountProblemException(
          "provider",
          "there is no provider "
              + spec.provider()
              + "; there are "
              + String.join(", ", new TreeSet<>(providers.keySet())));
    }
    return provider;
  }

  private List<String> ids() {
    return catalog.models().stream().map(model -> model.id()).sorted().toList();
  }

  private Optional<StoredAccount> ofFile(String name) {
    return configured.stream().filter(stored -> stored.spec().name().equals(name)).findFirst();
  }

  private void requireNotOfFile(String name) {
    if (ofFile(name).isPresent()) {
      throw new AccountProblemException(
          "name", name + " stands in the configuration file and is changed there");
    }
  }

  private static AccountProblemException taken(AccountSpec spec) {
    return new AccountProblemException(
        "name", "there is an account " + spec.name() + " already; remove it first");
  }
}
