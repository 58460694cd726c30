package dev.atelier.http.server;

import dev.atelier.http.wire.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;

/** What one WebSocket connection is listened to by. */
public interface SocketListener {
  /**
   * One whole message, text or binary, read as it arrives: its next block is taken from the
   * connection when the one before was read. One at a time and in order, each on a virtual thread;
   * until this returns nothing further is read, not even a ping.
   *
   * @throws MalformedJsonException for a message that cannot be understood: closes with 1007
   * @throws SocketRefusedException to close for another reason; what {@code text} throws may pass
   */
  void message(InputStream text) throws IOException;

  /** Whether the client waits for something, so that silence is no reason to close. */
  boolean busy();

  /** The connection is over, whoever ended it; called once. */
  void closed();
}
