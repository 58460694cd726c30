package dev.atelier.api;

import dev.atelier.api.read.Strictness;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A request's body as one JSON object. HTTP clients call a body that nobody named by a type of
 * their own, as curl and Python's urllib do with that of a form; so what is JSON by its first
 * character is read under such a name too.
 */
public final class JsonBody {
  public static final String MEDIA_TYPE = "application/json";

  private static final Set<String> MISNOMERS =
      Set.of(
          "application/x-www-form-urlencoded",
          "application/octet-stream",
          "application/x-json",
          "text/json");

  private JsonBody() {}

  /**
   * A body that says that it is JSON, or says nothing.
   *
   * @param spool takes long strings out of it while it is read
   * @throws FaultException {@link RequestFault.UnsupportedMediaType} for a body that says it is not
   *     JSON
   */
  public static JsonNode read(Exchange exchange, FieldSpool spool) throws IOException {
    return read(exchange, spool, Strictness.STRICT);
  }

  /**
   * The same, and what is JSON under one of the names that clients give it unasked.
   *
   * @throws FaultException {@link RequestFault.UnsupportedMediaType} for any other
   */
  public static JsonNode read(Exchange exchange, FieldSpool spool, Strictness strictness)
      throws IOException {
    return read(exchange, spool, strictness, MEDIA_TYPE);
  }

  /**
   * The same for a route that also takes another kind of body.
   *
   * @param accepted what the route takes, in words for who sent neither
   */
  public static JsonNode read(
      Exchange exchange, FieldSpool spool, Strictness strictness, String accepted)
      throws IOException {
    InputStream bytes = exchange.body();
    String type = exchange.mediaType().orElse(MEDIA_TYPE);
    if (!type.equals(MEDIA_TYPE)) {
      var peeked = new PushbackInputStream(bytes);
      boolean json = strictness.lenient() && mayBeJson(type) && beginsAsJson(peeked);
      if (!json) {
        throw new FaultException(
            new RequestFault.UnsupportedMediaType(exchange.contentType().orElse(""), accepted));
      }
      bytes = peeked;
    }
    JsonNode body = JsonReader.parse(bytes, JsonLimits.DEFAULT, spool);
    if (!body.isObject()) {
      throw new MalformedJsonException("the body is not a JSON object");
    }
    return body;
  }

  private static boolean mayBeJson(String type) {
    return MISNOMERS.contains(type) || type.endsWith("+json");
  }

  private static boolean beginsAsJson(PushbackInputStream bytes) throws IOException {
    int first = bytes.read();
    while (first == ' ' || first == '\t' || first == '\r' || first == '\n') {
      first = bytes.read();
    }
    if (first >= 0) {
      bytes.unread(first);
    }
    return first == '{';
  }
}
