package dev.atelier.server.command;

import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The server that a command talks to, and the key it shows there. */
record ImageTarget(URI server, String key, Runnable end) implements AutoCloseable {

  /** The server at {@code address}; without one, a private server until this is closed. */
  static ImageTarget open(ConfigOptions options, Optional<URI> address, Optional<String> key) {
    return address
        .map(uri ->
            new ImageTarget(
                uri,
                key.or(() -> Optional.ofNullable(System.getenv("ATELIER_KEY"))).orElse(""),
                () -> {}))
        .orElseGet(() -> inProcess(options));
  }

  @Override
  public void close() {
    end.run();
  }

  private static ImageTarget inProcess(ConfigOptions options) {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String key = "local-" + HexFormat.of().formatHex(random);
    Path directory = temporary();
    ServerConfig config =
        options.load(
            Map.of(
                "data", directory.toString(),
                "port", "0",
                "host", "127.0.0.1",
                "admin-key", key,
                "log.access", "false"));
    LogLevel.set("WARN");
    AtelierServer server = AtelierServer.start(config);
    return new ImageTarget(
        server.uri(),
        key,
        () -> {
          server.close();
          delete(directory);
        });
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("atelier-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory", e);
    }
  }

  private static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path visited, @org.jspecify.annotations.Nullable IOException problem)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("could not delete " + directory, e);
    }
  }
}
