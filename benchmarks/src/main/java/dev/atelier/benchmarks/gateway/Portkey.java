package dev.atelier.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Portkey's open gateway; provider and upstream travel in the head of each request. */
final class Portkey {
  private Portkey() {}

  static boolean installed(Path peers) {
    return Files.exists(program(peers));
  }

  static Peer start(Path peers, Path log, int port, int upstream)
      throws IOException, InterruptedException {
    return Peer.start(
        PeerKind.PORTKEY.word(),
        port,
        log,
        List.of(
            "env",
            "NODE_ENV=production",
            "node",
            program(peers).toString(),
            "--port=" + port,
            "--headless"),
        List.of(
            "authorization: Bearer none",
            "x-portkey-provider: openai",
            "x-portkey-custom-host: http://127.0.0.1:" + upstream + "/v1"));
  }

  private static Path program(Path peers) {
    return peers.resolve("portkey/node_modules/@portkey-ai/gateway/build/start-server.js");
  }
}
