package dev.atelier.server.command;

import dev.atelier.api.ProblemWords;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.image.FaultException;
import dev.atelier.image.KeyId;
import dev.atelier.image.RequestFault;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.webhook.dispatch.Signatures;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.Optional;

/** The receivers of a data directory, in its operator's hands. */
final class WebhookDesk implements AutoCloseable {
  /** May do everything, since the directory is theirs. */
  static final Principal OPERATOR =
      new Principal(TenantId.DEFAULT, new KeyId("operator"), Scope.all(), Optional.empty());

  private final DatabaseModule records;
  private final ManageWebhooks webhooks;

  private WebhookDesk(DatabaseModule records, ManageWebhooks webhooks) {
    this.records = records;
    this.webhooks = webhooks;
  }

  static WebhookDesk open(ConfigOptions options) {
    ServerConfig config = options.load();
    var clock = InstantSource.system();
    DatabaseModule records = DatabaseModule.open(config, clock);
    var secrets = SecretKeyFile.loadOrCreate(config.data(), config.secrets().secretKey());
    return new WebhookDesk(
        records,
        records.webhooks(
            new Signatures(secrets.derive("webhooks")),
            new GuardedClient(config.allowPrivateNetworks()),
            clock));
  }

  ManageWebhooks webhooks() {
    return webhooks;
  }

  /** A URL that may be sent to. */
  URI url(String text) {
    try {
      URI url = new URI(text);
      webhooks.requirePublic("URL", url);
      return url;
    } catch (URISyntaxException e) {
      throw new CommandException(ExitCode.USAGE, "not a URL: " + text);
    } catch (FaultException e) {
      if (e.fault() instanceof RequestFault.InvalidField(var field, var problem)) {
        throw new CommandException(
            ExitCode.REFUSED, "the " + field + " " + ProblemWords.of(problem));
      }
      throw e;
    }
  }

  @Override
  public void close() {
    records.close();
  }
}
