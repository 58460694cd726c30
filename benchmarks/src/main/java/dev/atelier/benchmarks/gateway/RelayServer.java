package dev.atelier.benchmarks.gateway;

import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole server, with an upstream in place of the sandbox: {@code RelayServer PORT URI DATA}.
 */
final class RelayServer {
  static final String KEY = "benchmarks-admin-key";

  private RelayServer() {}

  static void main(String[] words) {
    ServerConfig config =
        ServerConfig.load(
            Optional.empty(),
            Map.of("ATELIER_ADMIN_KEY", KEY),
            Map.of("port", words[0], "data", words[2], "log.access", "false"));
    var server = AtelierServer.start(config, List.of(new RelayProvider(URI.create(words[1]))));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
  }
}
