package dev.atelier.examples;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real proxy on a free port of this machine, with its files in a directory of its own. */
final class RunningProxy implements AutoCloseable {
  private static final int START_SECONDS_MAX = 20;

  private final Process process;
  private final URI uri;

  private RunningProxy(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * An nginx.
   *
   * @param servers what stands in its {@code http} block; where it listens, what it speaks to and
   *     its certificate are replaced by what there is here
   */
  static RunningProxy nginx(Path directory, String servers, URI upstream, Certificate certificate)
      throws Exception {
    int port = freePort();
    String here =
        servers
            .replace("127.0.0.1:8080", upstream.getAuthority())
            .replaceAll("listen [0-9]+", "listen 127.0.0.1:" + port)
            .replace("10.0.0.0/8", "127.0.0.0/8")
            .replace("/etc/ssl/images.example.org.pem", certificate.file().toString())
            .replace("/etc/ssl/images.example.org.key", certificate.key().toString());
    String configuration =
        """
        daemon off;
        user root;
        worker_processes 1;
        pid nginx.pid;
        error_log stderr warn;
        events {}
        http {
        access_log off;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        %s
        }
        """
            .formatted(here);
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("nginx.conf"), configuration);
    var builder =
        DebianProgram.orSkip("nginx", "nginx")
            .with(List.of("-p", directory.toString(), "-c", "nginx.conf", "-e", "stderr"));
    return start(builder, directory, port, servers.contains(" ssl"));
  }

  /** A Caddy with a certificate of its own making. */
  static RunningProxy caddy(Path directory, String site, URI upstream) throws Exception {
    int port = freePort();
    String here =
        site.replace("127.0.0.1:8080", upstream.getAuthority())
            .replace("images.example.org {", "https://127.0.0.1:" + port + " {\n    tls internal");
    Files.createDirectories(directory);
    Path file = directory.resolve("Caddyfile");
    Files.writeString(
        file,
        "{\n    admin off\n    skip_install_trust\n    auto_https disable_redirects\n}\n" + here);
    var builder =
        DebianProgram.orSkip("caddy", "caddy")
            .with(List.of("run", "--config", file.toString(), "--adapter", "caddyfile"));
    builder.environment().put("XDG_DATA_HOME", directory.toString());
    builder.environment().put("XDG_CONFIG_HOME", directory.toString());
    builder.environment().put("HOME", directory.toString());
    return start(builder, directory, port, true);
  }

  URI uri() {
    return uri;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static RunningProxy start(ProcessBuilder builder, Path directory, int port, boolean tls)
      throws Exception {
    Path log = directory.resolve("proxy.log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (!(tls ? TrustingClient.greets(port) : listens(port))) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        return fail("%s: %s", builder.command(), Files.readString(log));
      }
      Thread.sleep(50);
    }
    return new RunningProxy(process, URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port));
  }

  private static boolean listens(int port) {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
