package dev.atelier.api.runware;

import dev.atelier.api.ApiServer;
import dev.atelier.http.server.HttpService;
import dev.atelier.testkit.WholeMessages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket client that keeps each message as it came. */
final class SocketClient extends WholeMessages implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  private SocketClient(ApiServer server) {
    this(server.client(), server.uri(Tasks.PATH + "?sdk=js&version=1.3.2"));
  }

  private SocketClient(HttpClient client, URI uri) {
    socket =
        client
            .newWebSocketBuilder()
            .header("X-SDK-Name", "js")
            .buildAsync(URI.create("ws" + uri.toString().substring("http".length())), this)
            .join();
  }

  /** Connects and says nothing yet. */
  static SocketClient open(ApiServer server) {
    return new SocketClient(server);
  }

  /** Connects to another process over the same rows. */
  static SocketClient open(ApiServer server, HttpService other) {
    return new SocketClient(server.client(), other.uri().resolve(Tasks.PATH));
  }

  /** Connects and authenticates with the server's own key. */
  static SocketClient known(ApiServer server) throws InterruptedException {
    var client = new SocketClient(server);
    client.authenticate(server.key());
    return client;
  }

  /** The session that it was given. */
  String authenticate(String key) throws InterruptedException {
    return authenticated(Tasks.authentication(key));
  }

  String resume(String key, String session) throws InterruptedException {
    return authenticated(Tasks.authentication(key).put("connectionSessionUUID", session));
  }

  private String authenticated(JsonNode task) throws InterruptedException {
    send(task);
    return next().at("/data/0/connectionSessionUUID").stringValue();
  }

  SocketClient send(JsonNode... tasks) {
    return text(Tasks.array(tasks));
  }

  SocketClient text(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  /** The next message. */
  JsonNode next() throws InterruptedException {
    return JsonMapper.shared().readTree(nextText());
  }

  String nextText() throws InterruptedException {
    String text = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("no message came");
    }
    return text;
  }

  /** Nothing comes for a while. */
  boolean silent() throws InterruptedException {
    return messages.poll(300, TimeUnit.MILLISECONDS) == null;
  }

  List<String> waiting() {
    return List.copyOf(messages);
  }

  int closeCode() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Breaks off without a word. */
  void cut() {
    socket.abort();
  }

  @Override
  protected void message(String text) {
    messages.add(text);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
  }

  static Duration patience() {
    return Duration.ofSeconds(PATIENCE_SECONDS);
  }
}
