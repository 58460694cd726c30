package dev.atelier.server.cluster;

import dev.atelier.server.endurance.ServerProcess;
import dev.atelier.testkit.WholeMessages;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One order over a WebSocket of Runware's API, on a connection of its own. */
final class ClusterSocket extends WholeMessages {
  private static final int SECONDS_MAX = 90;
  private static final String CLOSED = "";

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

  private ClusterSocket() {}

  /**
   * Sends the tasks and waits for all pictures or an error; returns every message after the
   * greeting.
   *
   * @throws IOException if the connection breaks first
   */
  static String exchange(HttpClient http, URI server, String tasks, int pictures)
      throws IOException, InterruptedException {
    var listener = new ClusterSocket();
    WebSocket socket;
    try {
      socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create("ws://" + server.getAuthority() + "/runware/v1"), listener)
              .join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
    try {
      send(socket, "[{\"taskType\":\"authentication\",\"apiKey\":\"" + ServerProcess.KEY + "\"}]");
      listener.next();
      send(socket, tasks);
      var all = new StringBuilder();
      do {
        all.append(listener.next());
      } while (all.indexOf("\"errors\"") < 0 && SentPictures.in(all.toString()).size() < pictures);
      return all.toString();
    } finally {
      socket.abort();
    }
  }

  private static void send(WebSocket socket, String text) throws IOException {
    try {
      socket.sendText(text, true).join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  private String next() throws IOException, InterruptedException {
    String message = messages.poll(SECONDS_MAX, TimeUnit.SECONDS);
    if (message == null || message.equals(CLOSED)) {
      throw new IOException(message == null ? "silence" : "the socket was closed");
    }
    return message;
  }

  @Override
  protected void message(String text) {
    messages.add(text);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    messages.add(CLOSED);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    messages.add(CLOSED);
  }
}
