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
  private static final int GOING_AWAY = 1001;

  /** What a message begins with that is none, but why no more come. */
  private static final String ENDED = "ended: ";

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

  private ClusterSocket() {}

  /**
   * Sends the tasks and waits for all pictures or an error; returns every message after the
   * greeting.
   *
   * @throws GoneAwayException if the server says that it stops
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
      listener.send(
          socket, "[{\"taskType\":\"authentication\",\"apiKey\":\"" + ServerProcess.KEY + "\"}]");
      listener.next();
      listener.send(socket, tasks);
      var all = new StringBuilder();
      do {
        all.append(listener.next());
      } while (all.indexOf("\"errors\"") < 0 && SentPictures.in(all.toString()).size() < pictures);
      return all.toString();
    } finally {
      socket.abort();
    }
  }

  private void send(WebSocket socket, String text) throws IOException {
    try {
      socket.sendText(text, true).join();
    } catch (CompletionException e) {
      if (messages.contains(ENDED + GOING_AWAY)) {
        throw new GoneAwayException();
      }
      throw new IOException(e.getCause());
    }
  }

  private String next() throws IOException, InterruptedException {
    String message = messages.poll(SECONDS_MAX, TimeUnit.SECONDS);
    if (message == null) {
      throw new IOException("silence");
    }
    if (message.equals(ENDED + GOING_AWAY)) {
      throw new GoneAwayException();
    }
    if (message.startsWith(ENDED)) {
      throw new IOException(message);
    }
    return message;
  }

  @Override
  protected void message(String text) {
    messages.add(text);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    messages.add(ENDED + code);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    messages.add(ENDED + error);
  }

  /** The server closed the connection as one that stops does. */
  static final class GoneAwayException extends IOException {
    private GoneAwayException() {
      super("the server goes away");
    }
  }
}
