package dev.atelier.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server on a free port whose errors say which mount and which case they are. */
final class TestServer implements AutoCloseable {
  final BlockingQueue<AccessRecord> log = new LinkedBlockingQueue<>();
  final HttpService service;

  TestServer(HttpLimits limits, Mount... mounts) throws Exception {
    HttpService.Builder builder =
        HttpService.builder()
            .port(0)
            .limits(limits)
            .accessLog(log::add)
            .fallback(Mount.at(errors("none")));
    for (Mount mount : mounts) {
      builder.mount(mount);
    }
    service = builder.build();
    service.start();
  }

  TestServer(Mount... mounts) throws Exception {
    this(HttpLimits.DEFAULT, mounts);
  }

  /** A server with one route. */
  static TestServer with(String method, String path, long bodyBytesMax, Handler handler)
      throws Exception {
    return new TestServer(Mount.at(errors("root")).route(method, path, bodyBytesMax, handler));
  }

  static ErrorRenderer errors(String mount) {
    return (exchange, error) ->
        exchange.respond(
            error.status(),
            "application/json",
            ("{\"" + mount + "\":\"" + describe(error) + "\"}").getBytes(UTF_8));
  }

  private static String describe(HttpError error) {
    return switch (error) {
      case HttpError.NotFound(var advice) -> ("not found. " + advice).strip();
      case HttpError.MethodNotAllowed(var allow) -> "allowed " + allow;
      case HttpError.UnsupportedCoding(var coding) -> "coded " + coding;
      case HttpError.BodyTooLarge(var max) -> "at most " + max;
      case HttpError.BadRequest(var reason, _) -> "bad: " + reason.replace('"', '\'');
      case HttpError.Draining _ -> "draining";
      case HttpError.Failure _ -> "failure";
    };
  }

  RawClient client() throws Exception {
    return new RawClient(service.port());
  }

  /** One request on a connection of its own. */
  RawClient.Answer get(String path, String... headers) throws Exception {
    try (RawClient client = client()) {
      return client.send(head("GET", path, headers)).answer();
    }
  }

  static String head(String method, String path, String... headers) {
    StringBuilder text =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: example.test:81\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  AccessRecord logged() throws InterruptedException {
    AccessRecord entry = log.poll(20, TimeUnit.SECONDS);
    if (entry == null) {
      throw new AssertionError("nothing was logged");
    }
    return entry;
  }

  URI uri(String path) {
    return service.uri().resolve(path);
  }

  @Override
  public void close() {
    service.close();
  }
}
