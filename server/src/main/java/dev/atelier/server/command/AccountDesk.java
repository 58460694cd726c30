package dev.atelier.server.command;

import dev.atelier.catalog.Catalog;
import dev.atelier.database.Tx;
import dev.atelier.gateway.query.AccountActivity;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.AccountId;
import dev.atelier.image.Difference;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.provider.oauth.OAuthTokens;
import dev.atelier.provider.registry.AccountProblemException;
import dev.atelier.provider.registry.CredentialSeal;
import dev.atelier.provider.registry.ManageAccounts;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.AccountsModule;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.storage.SecretKeyFile;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/** The accounts of a data directory, in its operator's hands. */
final class AccountDesk implements AutoCloseable {
  private final DatabaseModule records;
  private final UpstreamClient upstreams;
  private final OAuthTokens tokens;
  private final ManageAccounts accounts;

  private AccountDesk(
      DatabaseModule records,
      UpstreamClient upstreams,
      OAuthTokens tokens,
      ManageAccounts accounts) {
    this.records = records;
    this.upstreams = upstreams;
    this.tokens = tokens;
    this.accounts = accounts;
  }

  static AccountDesk open(ConfigOptions options) {
    ServerConfig config = options.load();
    var clock = InstantSource.system();
    DatabaseModule records = DatabaseModule.open(config, clock);
    var secrets = SecretKeyFile.loadOrCreate(config.data(), config.secrets().secretKey());
    var seal = new CredentialSeal(secrets.derive("accounts"));
    var upstreams = new UpstreamClient();
    OAuthTokens tokens = AccountsModule.tokens(upstreams, records, seal, clock);
    return new AccountDesk(
        records,
        upstreams,
        tokens,
        AccountsModule.manage(
            config,
            records,
            seal,
            AccountsModule.vendors(
                upstreams, new GuardedClient(config.allowPrivateNetworks()), tokens, clock),
            Catalog.load(config.models())));
  }

  ManageAccounts accounts() {
    return accounts;
  }

  /** Writes what the operator does to an account into the audit log. */
  Consumer<Tx> audited(Act act) {
    return tx -> records.audit().record(tx, WebhookDesk.OPERATOR, act);
  }

  /** What an account did lately. */
  AccountActivity activity(String name) {
    return records.attempts().lately(new AccountId(name), InstantSource.system().instant());
  }

  /** What an account brought otherwise than ordered, counted. */
  Map<Difference.Kind, Long> differences(String name) {
    return records.database().read(tx -> records.queue().differences(tx, new AccountId(name)));
  }

  static CommandException refused(AccountProblemException e) {
    return new CommandException(ExitCode.REFUSED, e.field() + ": " + e.getMessage());
  }

  static CommandException unknown(String name) {
    return new CommandException(ExitCode.REFUSED, "no account is named " + name);
  }

  @Override
  public void close() {
    tokens.close();
    upstreams.close();
    records.close();
  }
}
