package dev.atelier.api.runware;

import dev.atelier.http.server.SocketMessage;
import dev.atelier.http.wire.JsonWriterStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes what is told of a connection itself, at once. */
final class ShortMessage {
  private ShortMessage() {}

  static SocketMessage of(Reply.Part part) {
    var bytes = new ByteArrayOutputStream();
    try {
      part.write(new JsonWriterStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SocketMessage.of(bytes.toString(StandardCharsets.UTF_8));
  }
}
