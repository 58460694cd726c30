package dev.atelier.server.command;

import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atelier serve}: runs the server until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Run the server; prints a line when it answers.")
final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(names = "--host", paramLabel = "ADDRESS", description = "default: 127.0.0.1")
  private @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "default: 8080; 0 for any")
  private @Nullable Integer port;

  @Override
  public Integer call() throws InterruptedException {
    ServerConfig config = options.load(more());
    LogLevel.set(config.log().level());
    AtelierServer server = AtelierServer.start(config);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  server.drain();
                  stopped.countDown();
                }));
    server
        .firstKey()
        .ifPresent(key ->
            System.out.println(
                "First admin key, shown only now: "
                    + key.secret()
                    + System.lineSeparator()
                    + "  export ATELIER_KEY="
                    + key.secret()));
    System.out.println("Atelier ready on " + server.uri());
    server.serving().forEach(System.out::println);
    System.out.flush();
    stopped.await();
    return ExitCode.OK;
  }

  private Map<String, String> more() {
    var values = new LinkedHashMap<String, String>();
    if (host != null) {
      values.put("host", host);
    }
    if (port != null) {
      values.put("port", port.toString());
    }
    return values;
  }
}
