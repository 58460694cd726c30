package dev.atelier.http.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One text message to a WebSocket client, written when its turn has come, so that an image in it is
 * streamed from its file and never waits in memory.
 */
public interface SocketMessage {
  /** About how many bytes of memory it holds while it waits. */
  int heldBytes();

  /** Writes the whole text as UTF-8; {@code out} sends it in blocks. */
  void write(OutputStream out) throws IOException;

  /** The client has received it: it answered a ping that was sent behind it. Must not wait. */
  default void received() {}

  /** A short one that is written already. */
  static SocketMessage of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new SocketMessage() {
      @Override
      public int heldBytes() {
        return bytes.length;
      }

      @Override
      public void write(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }
}
