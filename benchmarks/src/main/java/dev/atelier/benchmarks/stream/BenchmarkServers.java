package dev.atelier.benchmarks.stream;

import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Servers in this process, on ports of their own. */
final class BenchmarkServers {
  /** What their administrator is known by. */
  static final String KEY = "benchmarks-admin-key";

  private BenchmarkServers() {}

  static AtelierServer start(Path data, Map<String, String> settings) {
    var all = new LinkedHashMap<>(settings);
    all.putAll(
        Map.of("port", "0", "data", data.toString(), "log.access", "false", "log.level", "WARN"));
    return AtelierServer.start(
        ServerConfig.load(Optional.empty(), Map.of("ATELIER_ADMIN_KEY", KEY), all));
  }

  /** The setting of one account at an upstream that speaks OpenAI's API and takes the same key. */
  static String account(URI base) {
    return "[{\"name\":\"up\",\"provider\":\"openai\",\"base-url\":\"%s\",\"secret\":\"%s\"}]"
        .formatted(base, KEY);
  }
}
