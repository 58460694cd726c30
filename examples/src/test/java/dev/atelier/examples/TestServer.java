package dev.atelier.examples;

import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Starts servers in this process, each on a port and with data of its own. */
final class TestServer {
  private TestServer() {}

  /**
   * @param key the admin key
   * @param more settings
   */
  static AtelierServer start(Path data, String key, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("port", "0");
    settings.put("data", data.toString());
    settings.put("admin-key", key);
    settings.put("log.access", "false");
    return AtelierServer.start(ServerConfig.load(Optional.empty(), Map.of(), settings));
  }
}
