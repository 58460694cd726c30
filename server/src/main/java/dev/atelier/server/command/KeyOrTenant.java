package dev.atelier.server.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a key, or a tenant; one of both is given. */
final class KeyOrTenant {
  @Option(names = "--of-key", paramLabel = "ID", description = "of this key")
  private @Nullable String key;

  @Option(names = "--of-tenant", paramLabel = "ID", description = "of this tenant")
  private @Nullable String tenant;

  boolean isKey() {
    return key != null;
  }

  /** Where it is in the admin API. */
  String path() {
    return key == null
        ? "/tenants/" + KeysCommand.encoded(String.valueOf(tenant))
        : "/keys/" + KeysCommand.encoded(key);
  }
}
