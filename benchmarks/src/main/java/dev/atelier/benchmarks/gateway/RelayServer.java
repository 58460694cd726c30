package dev.atelier.benchmarks.gateway;

import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole server, with an upstream in place of the sandbox: {@code RelayServer PORT URI DATA
 * [SETTING=VALUE]…}. Calls that are held back go on as its standard input says, see {@link Gate};
 * it ends with that input.
 */
final class RelayServer {
  static final String KEY = "benchmarks-admin-key";

  private static final String QUEUED_MAX = "1000000";

  private RelayServer() {}

  static void main(String[] words) throws IOException {
    var settings = new HashMap<String, String>();
    settings.put("port", words[0]);
    settings.put("data", words[2]);
    settings.put("log.access", "false");
    settings.put("queue.length-max", QUEUED_MAX);
    settings.put("queue.tenant-length-max", QUEUED_MAX);
    for (int i = 3; i < words.length; i++) {
      String[] pair = words[i].split("=", 2);
      settings.put(pair[0], pair[1]);
    }
    ServerConfig config =
        ServerConfig.load(Optional.empty(), Map.of("ATELIER_ADMIN_KEY", KEY), settings);
    var gate = new Gate();
    var server =
        AtelierServer.start(config, List.of(new RelayProvider(URI.create(words[1]), gate)));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
    gate.follow(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)));
    System.exit(0);
  }
}
