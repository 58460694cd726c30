package dev.atelier.server.wiring;

import dev.atelier.api.atelier.AtelierApi;
import dev.atelier.api.responses.ResponsesApi;
import dev.atelier.api.runware.RunwareApi;
import dev.atelier.database.DataDirectory;
import dev.atelier.database.DataDirectoryInUseException;
import dev.atelier.gateway.GatewayBuilder;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.gateway.admin.Administration;
import dev.atelier.gateway.admin.ManagePrivacy;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.privacy.EraseData;
import dev.atelier.gateway.privacy.KeyedTextHash;
import dev.atelier.gateway.privacy.Purge;
import dev.atelier.queue.EraseJobs;
import dev.atelier.queue.TextHash;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.storage.SecretKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Set;

/** How customers' data is hashed and erased. */
public final class PrivacyModule {
  private PrivacyModule() {}

  /** A secret of its own for hashes of texts. */
  static TextHash hash(SecretKeys secrets) {
    return new KeyedTextHash(secrets.derive("privacy"));
  }

  /** The same for a command on a data directory. */
  static TextHash hash(ServerConfig config) {
    return hash(SecretKeyFile.loadOrCreate(config.data(), config.secrets().secretKey()));
  }

  /** Which members of the states of which APIs hold customers' words. */
  static GatewayBuilder.Privacy texts(TextHash hash) {
    var texts = new HashMap<String, Set<String>>(AtelierApi.STATE_TEXTS);
    texts.putAll(ResponsesApi.STATE_TEXTS);
    texts.putAll(RunwareApi.STATE_TEXTS);
    return new GatewayBuilder.Privacy(hash, texts);
  }

  /** For the server that holds the data directory. */
  public static ManagePrivacy of(
      StorageModule storage, Administration administration, EraseData erase) {
    DatabaseModule rows = storage.rows();
    return new ManagePrivacy(
        rows.database(), administration.tenants(), rows.audit(), storage.textHash(), erase);
  }

  /**
   * For a command on a data directory. Beside a running server, that server deletes the files in
   * its next sweep.
   */
  public static ManagePrivacy beside(
      ServerConfig config,
      DatabaseModule rows,
      Administration administration,
      InstantSource clock) {
    TextHash hash = hash(config);
    var erase =
        new EraseData(
            rows.database(),
            new EraseJobs(hash),
            CancelModule.beside(config, rows, clock)::cancel,
            (now, limit) -> sweep(config, rows, clock, now, limit),
            new Purge(rows.database(), clock),
            GatewaySettings.DEFAULT.attempts().callMax(),
            Clocks.system(clock));
    return new ManagePrivacy(rows.database(), administration.tenants(), rows.audit(), hash, erase);
  }

  private static int sweep(
      ServerConfig config, DatabaseModule rows, InstantSource clock, Instant now, int limit) {
    try (DataDirectory _ = DataDirectory.lock(config.data());
        ArtifactStore artifacts = StorageModule.artifacts(config, rows, clock)) {
      return artifacts.sweep(now, limit);
    } catch (DataDirectoryInUseException inUse) {
      return 0; // its server sweeps
    }
  }
}
