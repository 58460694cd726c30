package dev.atelier.api;

import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import java.io.IOException;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A request's body as one JSON object. */
public final class JsonBody {
  public static final String MEDIA_TYPE = "application/json";

  private JsonBody() {}

  /** Whether the request says that its body is JSON; one that says nothing counts too. */
  public static boolean isJson(Exchange exchange) {
    String type = exchange.contentType().orElse(MEDIA_TYPE);
    int semicolon = type.indexOf(';');
    String essence = semicolon < 0 ? type : type.substring(0, semicolon);
    return essence.strip().toLowerCase(Locale.ROOT).equals(MEDIA_TYPE);
  }

  /**
   * @param spool takes long strings out of it while it is read
   * @throws FaultException {@link RequestFault.UnsupportedMediaType} for a body that says it is not
   *     JSON
   */
  public static JsonNode read(Exchange exchange, FieldSpool spool) throws IOException {
    if (!isJson(exchange)) {
      throw new FaultException(
          new RequestFault.UnsupportedMediaType(exchange.contentType().orElse(""), MEDIA_TYPE));
    }
    JsonNode body = JsonReader.parse(exchange.body(), JsonLimits.DEFAULT, spool);
    if (!body.isObject()) {
      throw new MalformedJsonException("the body is not a JSON object");
    }
    return body;
  }
}
