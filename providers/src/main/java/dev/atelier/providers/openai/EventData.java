package dev.atelier.providers.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The JSON of an event; some servers end a stream with one that has the word {@code [DONE]}. */
final class EventData {
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);

  private EventData() {}

  static Optional<JsonNode> read(InputStream data, FieldSpool spool) throws IOException {
    var ahead = new PushbackInputStream(data, DONE.length);
    byte[] first = ahead.readNBytes(DONE.length);
    if (Arrays.equals(first, DONE)) {
      return Optional.empty();
    }
    ahead.unread(first);
    return Optional.of(JsonReader.parse(ahead, JsonLimits.DEFAULT, spool));
  }
}
