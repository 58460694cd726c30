package dev.atelier.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Spring Cloud Gateway, in a Java of its own with 1 GB of heap. */
final class Spring {
  private static final String SETTING = "--spring.cloud.gateway.server.webflux.";

  private Spring() {}

  static boolean installed(Path peers) {
    return Files.isDirectory(home(peers).resolve("libraries"));
  }

  static Peer start(Path peers, Path log, int port, int upstream)
      throws IOException, InterruptedException {
    Path home = home(peers);
    return Peer.start(
        PeerKind.SPRING.word(),
        port,
        log,
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx1g",
            "-cp",
            home.resolve("classes") + ":" + home.resolve("libraries") + "/*",
            "dev.atelier.benchmarks.peer.SpringGateway",
            "--server.address=127.0.0.1",
            "--server.port=" + port,
            "--logging.level.root=WARN",
            SETTING + "httpclient.pool.type=fixed",
            SETTING + "httpclient.pool.max-connections=4096",
            SETTING + "routes[0].id=pictures",
            SETTING + "routes[0].uri=http://127.0.0.1:" + upstream,
            SETTING + "routes[0].predicates[0]=Path=/v1/**"),
        List.of());
  }

  private static Path home(Path peers) {
    return peers.resolve("spring");
  }
}
