package dev.atelier.server.command;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The server of a command that orders: one that is named, or one of the command's own. */
final class ServerOptions {
  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--server", paramLabel = "URL", description = "an Atelier server")
  private @Nullable URI server;

  @Option(names = "--key", paramLabel = "KEY", description = "default: ATELIER_KEY")
  private @Nullable String key;

  /** To be closed. */
  ImageTarget open() {
    return ImageTarget.open(config, address(), Optional.ofNullable(key));
  }

  private Optional<URI> address() {
    return Optional.ofNullable(server)
        .or(() ->
            Optional.ofNullable(System.getenv("ATELIER_URL"))
                .filter(url -> !url.isBlank())
                .map(URI::create));
  }
}
