package dev.atelier.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** nginx as a plain reverse proxy: kept-alive connections, nothing spooled to disk. */
final class Nginx {
  private Nginx() {}

  static Peer start(Path directory, int port, int upstream)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(directory.resolve("nginx")).toAbsolutePath();
    Path file = home.resolve("nginx.conf");
    Files.writeString(file, configuration(home, port, upstream));
    return Peer.start(
        "nginx",
        port,
        home.resolve("log"),
        List.of(
            program().toString(),
            "-e",
            home.resolve("error.log").toString(),
            "-c",
            file.toString()),
        List.of());
  }

  private static Path program() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(":")).map(Path::of),
            Stream.of(Path.of("/usr/sbin")))
        .map(directory -> directory.resolve("nginx"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "nginx is not installed; on Debian: apt-get install nginx-light"));
  }

  private static String configuration(Path home, int port, int upstream) {
    return """
    worker_processes 2; worker_rlimit_nofile 20000; daemon off; pid %1$s/nginx.pid;
    user %4$s;
    events { worker_connections 8192; }
    http {
      access_log off; keepalive_requests 1000000; client_max_body_size 64m;
      client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
      map $http_upgrade $connection_header { default upgrade; '' ''; }
      upstream pictures { server 127.0.0.1:%3$d; keepalive 4096; keepalive_requests 1000000; }
      server {
        listen 127.0.0.1:%2$d backlog=4096;
        proxy_http_version 1.1; proxy_set_header Connection "";
        proxy_read_timeout 60s; proxy_buffering off; proxy_buffer_size 64k;
        proxy_buffers 16 64k; proxy_busy_buffers_size 128k;
        location / { proxy_pass http://pictures; }
        location = /v1/images/edits { proxy_pass http://pictures; proxy_request_buffering off; }
        location = /runware/v1 {
          proxy_pass http://pictures;
          proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_header;
        }
      }
    }
    """
        .formatted(home, port, upstream, System.getProperty("user.name"));
  }
}
