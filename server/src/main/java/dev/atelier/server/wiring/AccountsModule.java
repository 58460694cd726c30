package dev.atelier.server.wiring;

import dev.atelier.api.ApiMartTerms;
import dev.atelier.catalog.Catalog;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.AccountId;
import dev.atelier.media.PixelBudget;
import dev.atelier.provider.Account;
import dev.atelier.provider.Provider;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.AccountPreference;
import dev.atelier.provider.account.UpstreamPrices;
import dev.atelier.provider.oauth.OAuthTokens;
import dev.atelier.provider.oauth.RefreshingProvider;
import dev.atelier.provider.registry.CredentialSeal;
import dev.atelier.provider.registry.LiveAccounts;
import dev.atelier.provider.registry.ManageAccounts;
import dev.atelier.provider.registry.SecretSource;
import dev.atelier.provider.registry.StoredTokens;
import dev.atelier.provider.shared.SharedAccounts;
import dev.atelier.providers.apimart.ApiMartProvider;
import dev.atelier.providers.openai.OpenAiProvider;
import dev.atelier.providers.runware.RunwareProvider;
import dev.atelier.providers.sandbox.SandboxProvider;
import dev.atelier.providers.sandbox.SandboxSettings;
import dev.atelier.providers.seaart.SeaArtProvider;
import dev.atelier.providers.upstream.Pause;
import dev.atelier.providers.upstream.ResultDownload;
import dev.atelier.server.config.ServerConfig;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who makes images: the vendors' providers, the operator's accounts, and the pool of them. */
public final class AccountsModule implements AutoCloseable {
  private static final int EXTRA_CONCURRENCY = 10_000;

  private final UpstreamClient upstreams;
  private final AccountPool pool;
  private final ManageAccounts manage;
  private final LiveAccounts live;
  private final OAuthTokens tokens;

  private AccountsModule(
      UpstreamClient upstreams,
      OAuthTokens tokens,
      AccountPool pool,
      ManageAccounts manage,
      LiveAccounts live) {
    this.upstreams = upstreams;
    this.tokens = tokens;
    this.pool = pool;
    this.manage = manage;
    this.live = live;
  }

  /**
   * @param extra further providers, each given one account of its own name; they replace the
   *     sandbox
   * @param guarded fetches results that stand elsewhere than at an account's own host
   * @param node the name of this process in leases
   */
  static AccountsModule of(
      ServerConfig config,
      StorageModule storage,
      String node,
      Catalog catalog,
      List<Provider> extra,
      GuardedClient guarded,
      PixelBudget budget) {
    var clock = InstantSource.system();
    var upstreams = new UpstreamClient();
    OAuthTokens tokens = tokens(upstreams, storage.rows(), storage.accountSeal(), clock);
    List<Provider> vendors = vendors(upstreams, guarded, tokens, clock);
    ManageAccounts manage = manage(config, storage.rows(), storage.accountSeal(), vendors, catalog);
    var providers = new ArrayList<Provider>(vendors);
    providers.addAll(extra);
    var own = new ArrayList<Account>();
    extra.forEach(provider -> own.add(account(provider.name(), EXTRA_CONCURRENCY)));
    if (extra.isEmpty() && config.sandbox().enabled()) {
      providers.add(
          new SandboxProvider(new SandboxSettings(config.sandbox().pace()), catalog, budget));
      own.add(account("sandbox", config.sandbox().concurrency()));
    }
    var pool =
        new AccountPool(
            List.of(),
            providers,
            catalog,
            Set.of(ApiMartTerms.OFFICIAL_TIER),
            new AccountPreference(config.accountTiers(), UpstreamPrices.of(catalog)),
            shared(storage.rows(), node),
            clock);
    var live = new LiveAccounts(manage, pool, own);
    live.refresh();
    return new AccountsModule(upstreams, tokens, pool, manage, live);
  }

  private static Optional<SharedAccounts> shared(DatabaseModule rows, String node) {
    return rows.shared()
        ? Optional.of(new SharedAccounts(rows.database(), node))
        : Optional.empty();
  }

  /** The accounts of a data directory, for a command beside a server. */
  public static ManageAccounts manage(
      ServerConfig config,
      DatabaseModule rows,
      CredentialSeal seal,
      List<Provider> vendors,
      Catalog catalog) {
    return new ManageAccounts(
        rows.database(),
        seal,
        new SecretSource(System::getenv),
        vendors,
        catalog,
        config.accounts());
  }

  /** The tokens of accounts with OAuth2. Close them before the client. */
  public static OAuthTokens tokens(
      UpstreamClient upstreams, DatabaseModule rows, CredentialSeal seal, InstantSource clock) {
    return new OAuthTokens(upstreams, new StoredTokens(rows.database(), seal), clock);
  }

  /** Every kind of upstream that an account may name. */
  public static List<Provider> vendors(
      UpstreamClient upstreams, GuardedClient guarded, OAuthTokens tokens, InstantSource clock) {
    var download = new ResultDownload(upstreams, guarded);
    var random = new SecureRandom();
    return Stream.of(
            new OpenAiProvider(upstreams, download, clock),
            new SeaArtProvider(upstreams, download, clock, Pause.THREAD, random),
            new RunwareProvider(upstreams, download, clock, Pause.THREAD, random),
            new ApiMartProvider(upstreams, download, clock, Pause.THREAD, random))
        .<Provider>map(provider -> new RefreshingProvider(provider, tokens))
        .toList();
  }

  public AccountPool pool() {
    return pool;
  }

  public LiveAccounts live() {
    return live;
  }

  /** Which account serves what, and what is wrong with those that serve nothing; one line each. */
  public List<String> serving() {
    var lines = new ArrayList<String>();
    for (Account account : pool.accounts()) {
      Set<String> models = pool.models(account.id());
      if (!models.isEmpty()) {
        lines.add(
            "account %s (%s%s) makes %s"
                .formatted(
                    account.id(),
                    account.provider(),
                    account.paused() ? ", paused" : "",
                    String.join(", ", models)));
      }
    }
    manage
        .list()
        .forEach(stored ->
            manage
                .problem(stored)
                .ifPresent(problem ->
                    lines.add("account " + stored.spec().name() + " cannot be used: " + problem)));
    return lines;
  }

  @Override
  public void close() {
    live.close();
    tokens.close();
    upstreams.close();
  }

  private static Account account(String provider, int concurrency) {
    return new Account(
        new AccountId(provider),
        provider,
        Optional.empty(),
        Set.of(),
        concurrency,
        Optional.empty(),
        1);
  }
}
