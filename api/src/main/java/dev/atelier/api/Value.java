package dev.atelier.api;

import dev.atelier.http.wire.Spooled;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One value of a request. What a form says as text, {@code 2} or {@code true}, means the same as
 * the JSON number or boolean. Each reading is empty where the value is of another type.
 */
public sealed interface Value {
  /** Whether it says nothing: JSON's null. */
  boolean isNull();

  Optional<String> text();

  /** A whole number; one past the range of long is that range's end. */
  Optional<Long> integer();

  Optional<Boolean> bool();

  /** What it is, with its article: {@code a string}. */
  String kind();

  private static long clamped(BigInteger number) {
    return number.bitLength() < Long.SIZE
        ? number.longValue()
        : number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** A value of a JSON body. */
  record Json(JsonNode node) implements Value {
    @Override
    public boolean isNull() {
      return node.isNull();
    }

    @Override
    public Optional<String> text() {
      return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    @Override
    public Optional<Long> integer() {
      return node.isIntegralNumber()
          ? Optional.of(clamped(node.bigIntegerValue()))
          : Optional.empty();
    }

    @Override
    public Optional<Boolean> bool() {
      return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    @Override
    public String kind() {
      if (Spooled.at(node).isPresent()) {
        return "a string";
      }
      return switch (node.getNodeType()) {
        case OBJECT, POJO -> "an object";
        case ARRAY -> "an array";
        case STRING, BINARY -> "a string";
        case BOOLEAN -> "a boolean";
        case NULL, MISSING -> "null";
        case NUMBER -> node.isIntegralNumber() ? "an integer" : "a decimal number";
      };
    }
  }

  /** The text of a form's part. */
  record Text(String value) implements Value {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,100}");

    @Override
    public boolean isNull() {
      return false;
    }

    @Override
    public Optional<String> text() {
      return Optional.of(value);
    }

    @Override
    public Optional<Long> integer() {
      return WHOLE.matcher(value).matches()
          ? Optional.of(clamped(new BigInteger(value)))
          : Optional.empty();
    }

    @Override
    public Optional<Boolean> bool() {
      return switch (value) {
        case "true", "True" -> Optional.of(true);
        case "false", "False" -> Optional.of(false);
        default -> Optional.empty();
      };
    }

    @Override
    public String kind() {
      return "a string";
    }
  }
}
