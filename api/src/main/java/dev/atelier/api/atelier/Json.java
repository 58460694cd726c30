package dev.atelier.api.atelier;

import dev.atelier.api.JsonBody;
import dev.atelier.api.read.Dollars;
import dev.atelier.http.server.Exchange;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How this API writes its values. */
final class Json {
  private Json() {}

  static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  /** RFC 3339 in UTC, to the millisecond: {@code 2026-03-01T12:00:00.250Z}. */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** The same; null if there is none. */
  static void time(ObjectNode json, String name, Optional<Instant> time) {
    text(json, name, time.map(Json::time));
  }

  /** A member that is null if there is nothing to say. */
  static void text(ObjectNode json, String name, Optional<String> text) {
    if (text.isPresent()) {
      json.put(name, text.get());
    } else {
      json.putNull(name);
    }
  }

  static void number(ObjectNode json, String name, OptionalLong number) {
    if (number.isPresent()) {
      json.put(name, number.getAsLong());
    } else {
      json.putNull(name);
    }
  }

  static void object(ObjectNode json, String name, Optional<ObjectNode> object) {
    if (object.isPresent()) {
      json.set(name, object.get());
    } else {
      json.putNull(name);
    }
  }

  /** US dollars as an exact decimal without an exponent: {@code "0.0417"}. */
  static String dollars(long micros) {
    return Dollars.text(micros);
  }

  /** A whole number of some decimal place, as {@link #dollars} writes micro-dollars. */
  static String decimal(long number, int digits) {
    return plain(BigDecimal.valueOf(number, digits));
  }

  /** Without an exponent, or zeros at its end. */
  static String plain(BigDecimal number) {
    BigDecimal amount = number.stripTrailingZeros();
    return amount.scale() < 0 ? amount.setScale(0).toPlainString() : amount.toPlainString();
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static byte[] bytes(JsonNode json) {
    return JsonMapper.shared().writeValueAsBytes(json);
  }

  static void respond(Exchange exchange, int status, JsonNode json) throws IOException {
    exchange.respond(status, JsonBody.MEDIA_TYPE, bytes(json));
  }
}
