package dev.atelier.server.command;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where an administrator's command works: on a data directory, or through a server. */
final class AdminOptions {
  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "work through this server rather than on the data directory")
  private @Nullable URI server;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "an admin key of that server (default: ATELIER_KEY)")
  private @Nullable String key;

  /** To be closed. */
  AdminDesk open() {
    if (server == null) {
      return LocalDesk.open(config);
    }
    String shown =
        Optional.ofNullable(key)
            .or(() -> Optional.ofNullable(System.getenv("ATELIER_KEY")))
            .orElseThrow(() ->
                new CommandException(
                    ExitCode.USAGE, "--server wants an admin key: --key or ATELIER_KEY"));
    return new RemoteDesk(server, shown);
  }
}
