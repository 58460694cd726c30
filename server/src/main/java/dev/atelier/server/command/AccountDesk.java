package dev.atelier.server.command;

import dev.atelier.catalog.Catalog;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.AccountId;
import dev.atelier.image.Difference;
import dev.atelier.provider.registry.AccountProblemException;
import dev.atelier.provider.registry.CredentialSeal;
import dev.atelier.provider.registry.ManageAccounts;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.AccountsModule;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.storage.SecretKeyFile;
import java.time.InstantSource;
import java.util.Map;

/** The accounts of a data directory, in its operator's hands. */
final class AccountDesk implements AutoCloseable {
  private final DatabaseModule records;
  private final UpstreamClient upstreams;
  private final ManageAccounts accounts;

  private AccountDesk(DatabaseModule records, UpstreamClient upstreams, ManageAccounts accounts) {
    this.records = records;
    this.upstreams = upstreams;
    this.accounts = accounts;
  }

  static AccountDesk open(ConfigOptions options) {
    ServerConfig config = options.load();
    var clock = InstantSource.system();
    DatabaseModule records = DatabaseModule.open(config, clock);
    var secrets = SecretKeyFile.loadOrCreate(config.data(), config.secrets().secretKey());
    var upstreams = new UpstreamClient();
    return new AccountDesk(
        records,
        upstreams,
        AccountsModule.manage(
            config,
            records,
            new CredentialSeal(secrets.derive("accounts")),
            AccountsModule.vendors(
                upstreams, new GuardedClient(config.allowPrivateNetworks()), clock),
            Catalog.load(config.models())));
  }

  ManageAccounts accounts() {
    return accounts;
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
    upstreams.close();
    records.close();
  }
}
