package dev.atelier.api.read;

import dev.atelier.http.wire.Spooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One value of a request. What a text says, {@code 2} or {@code true}, means the same as the JSON
 * number or boolean. Each reading is empty where the value is of another type.
 */
public sealed interface Value {
  /** Whether it says nothing: JSON's null, and a text of blanks where that may be left empty. */
  boolean isAbsent();

  /**
   * The same where a word, number or size is expected: what programs write for nothing, such as
   * {@code undefined}, is none of these.
   */
  default boolean saysNothing() {
    return isAbsent();
  }

  Optional<String> text();

  Optional<BigInteger> integer();

  Optional<Boolean> bool();

  /** What it is, with its article: {@code a string}. */
  String kind();

  /** What a JSON node is, with its article. */
  static String kind(JsonNode node) {
    return new Json(node, Strictness.LENIENT).kind();
  }

  /** A value of a JSON body. */
  record Json(JsonNode node, Strictness strictness) implements Value {
    @Override
    public boolean isAbsent() {
      return node.isNull()
          || (strictness.lenient() && node.isString() && node.stringValue().isBlank());
    }

    @Override
    public Optional<String> text() {
      return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    @Override
    public Optional<BigInteger> integer() {
      if (node.isIntegralNumber()) {
        return Optional.of(node.bigIntegerValue());
      }
      return strictness.lenient() && node.isNumber()
          ? whole(BigDecimal.valueOf(node.doubleValue()))
          : Optional.empty();
    }

    @Override
    public Optional<Boolean> bool() {
      if (node.isBoolean()) {
        return Optional.of(node.booleanValue());
      }
      return strictness.lenient()
          ? integer().flatMap(number -> Text.meant(number.toString()))
          : Optional.empty();
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

  /** A text that may stand for a number or a boolean: of a form's part, of a query. */
  record Text(String value, Strictness strictness) implements Value {
    private static final Set<String> NOTHING = Set.of("", "null", "undefined", "None");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,100}");
    private static final Pattern NUMBER =
        Pattern.compile(
            "[+-]?(?:[0-9]{1,100}\\.?|[0-9]{0,100}\\.[0-9]{1,100})(?:e[+-]?[0-9]{1,3})?");

    @Override
    public boolean isAbsent() {
      return strictness.lenient() && value.isBlank();
    }

    @Override
    public boolean saysNothing() {
      return isAbsent() || (strictness.lenient() && isNothing(value));
    }

    /** What JavaScript and Python make of a missing value in a text. */
    static boolean isNothing(String text) {
      return NOTHING.contains(text.strip());
    }

    @Override
    public Optional<String> text() {
      return Optional.of(value);
    }

    @Override
    public Optional<BigInteger> integer() {
      if (!strictness.lenient()) {
        return WHOLE.matcher(value).matches()
            ? Optional.of(new BigInteger(value))
            : Optional.empty();
      }
      return number().flatMap(Value::whole);
    }

    @Override
    public Optional<Boolean> bool() {
      if (strictness.lenient()) {
        return meant(Spelling.plain(value));
      }
      return switch (value) {
        case "true", "True" -> Optional.of(true);
        case "false", "False" -> Optional.of(false);
        default -> Optional.empty();
      };
    }

    private static Optional<Boolean> meant(String word) {
      return switch (word) {
        case "true", "1", "yes", "on" -> Optional.of(true);
        case "false", "0", "no", "off" -> Optional.of(false);
        default -> Optional.empty();
      };
    }

    /** A number in quotes is called a number all the same. */
    @Override
    public String kind() {
      return number()
          .map(number -> whole(number).isPresent() ? "an integer" : "a decimal number")
          .orElse("a string");
    }

    private Optional<BigDecimal> number() {
      String plain = Spelling.plain(value);
      return NUMBER.matcher(plain).matches()
          ? Optional.of(new BigDecimal(plain))
          : Optional.empty();
    }
  }

  private static Optional<BigInteger> whole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0
        ? Optional.of(number.toBigInteger())
        : Optional.empty();
  }
}
