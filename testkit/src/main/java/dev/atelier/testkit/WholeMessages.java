package dev.atelier.testkit;

import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A client of a WebSocket that is told of each text message once all of it is here. */
public abstract class WholeMessages implements WebSocket.Listener {
  private final StringBuilder part = new StringBuilder();

  /** A message came, on the client's thread. */
  protected abstract void message(String text);

  @Override
  public final CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      String text = part.toString();
      part.setLength(0);
      message(text);
    }
    socket.request(1);
    return CompletableFuture.completedFuture(null);
  }
}
