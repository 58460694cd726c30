package dev.atelier.server.endurance;

import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server over a {@link PrebuiltProvider}, as a program: {@code KIND CALLS [SETTING=VALUE]…}. Ends
 * at SIGTERM, and with whoever holds its standard input.
 */
final class TestServer {
  private TestServer() {}

  static void main(String[] args) throws IOException {
    var provider =
        new PrebuiltProvider(ProviderKind.valueOf(args[0]), CallBook.at(Path.of(args[1])));
    var config = ServerConfig.load(Optional.empty(), Map.of(), settings(args));
    var server = AtelierServer.start(config, List.of(provider));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::drain));
    System.out.println("Atelier ready on " + server.uri());
    System.out.flush();
    var _ = System.in.read();
    Runtime.getRuntime().halt(1);
  }

  private static Map<String, String> settings(String[] args) {
    var settings = new LinkedHashMap<String, String>();
    for (String arg : List.of(args).subList(2, args.length)) {
      String[] pair = arg.split("=", 2);
      settings.put(pair[0], pair[1]);
    }
    return settings;
  }
}
