package dev.atelier.api.openai;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Setup;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.AccessRecord;
import dev.atelier.http.server.HttpService;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.FakeProvider;
import dev.atelier.testkit.FakeClock;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The server as clients of this API see it. */
final class LocalServer implements AutoCloseable {
  private final ApiServer server;
  final FakeClock clock;
  final FakeProvider provider;
  final Queue<AccessRecord> accessLog;
  final String key;

  private LocalServer(ApiServer server) {
    this.server = server;
    this.clock = server.clock;
    this.provider = server.provider;
    this.accessLog = server.accessLog;
    this.key = server.key;
  }

  static LocalServer start(Path directory, UnaryOperator<Setup> change) throws Exception {
    return new LocalServer(ApiServer.start(directory, change));
  }

  static LocalServer start(Path directory) throws Exception {
    return start(directory, setup -> setup);
  }

  /** A new key of the default tenant. */
  String key(Set<Scope> scopes, Optional<String> profile) {
    return server.key(TenantId.DEFAULT, scopes, profile);
  }

  void budget(long micros) {
    server.budget(micros);
  }

  Gateway gateway() {
    return server.gateway();
  }

  URI uri(String path) {
    return server.uri(path);
  }

  int port() {
    return server.http().port();
  }

  HttpService http() {
    return server.http();
  }

  Answer generate(String json) throws Exception {
    return send(json("/v1/images/generations", json));
  }

  Answer edit(String json) throws Exception {
    return send(json("/v1/images/edits", json));
  }

  Answer edit(FormBody form) throws Exception {
    return send(
        request("/v1/images/edits")
            .header("Content-Type", form.contentType())
            .POST(BodyPublishers.ofByteArray(form.bytes())));
  }

  Answer get(String path) throws Exception {
    return send(request(path).GET());
  }

  /** A request with the default key. */
  HttpRequest.Builder request(String path) {
    return server.request(path);
  }

  HttpRequest.Builder json(String path, String json) {
    return server.json(path, json);
  }

  Answer send(HttpRequest.Builder request) throws Exception {
    return new Answer(server.send(request).http());
  }

  /** What the access log says of an answer; it is written after the client has it. */
  Optional<AccessRecord> logged(Answer answer) {
    return accessLog.stream()
        .filter(one -> answer.header("x-request-id").filter(one.requestId()::equals).isPresent())
        .findFirst();
  }

  /** Files that were begun and neither stored nor deleted. */
  long stagedFiles() throws Exception {
    return server.stagedFiles();
  }

  @Override
  public void close() {
    server.close();
  }
}
