package dev.atelier.http.wire;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON text (RFC 8259, UTF-8) into a tree whose long strings went elsewhere.
 *
 * <p>Bodies carry images of 20 MB as strings. A library's parser makes them characters on the heap;
 * this one passes them, block by block, to what a {@link FieldSpool} opens, and leaves a {@link
 * Spooled} in the tree. Of a member that is named twice the last one counts. Numbers are int, long,
 * big integer or double, as in Jackson.
 */
public final class JsonReader {
  private static final int NUMBER_MAX = 128;
  private static final int LONG_DIGITS = 18;
  private static final int BOM = 0xef;

  private final JsonInput in;
  private final JsonHeap heap;
  private final JsonStrings strings;
  private final int depthMax;
  private final StringBuilder pointer = new StringBuilder();

  private JsonReader(InputStream in, JsonLimits limits, FieldSpool spool) {
    this.in = new JsonInput(in);
    this.heap = new JsonHeap(limits.heapBytesMax());
    this.strings = new JsonStrings(this.in, heap, spool);
    this.depthMax = limits.depthMax();
  }

  /**
   * Reads {@code in} to its end; closes nothing but the spool's sinks.
   *
   * @throws MalformedJsonException when it is empty, broken, too deep, too large, not UTF-8 or
   *     followed by anything; what the stream and the sinks throw passes through
   */
  public static JsonNode parse(InputStream in, JsonLimits limits, FieldSpool spool)
      throws IOException {
    return new JsonReader(in, limits, spool).document();
  }

  private JsonNode document() throws IOException {
    if (in.peek() == BOM && (in.take() != BOM || in.take() != 0xbb || in.take() != 0xbf)) {
      throw in.malformed("it is not UTF-8");
    }
    if (in.peekBehindBlanks() == JsonInput.EOF) {
      throw new MalformedJsonException("the body is empty, JSON was expected");
    }
    JsonNode root = value(0);
    if (in.peekBehindBlanks() != JsonInput.EOF) {
      throw in.malformed("something follows the end");
    }
    return root;
  }

  private JsonNode value(int depth) throws IOException {
    heap.node();
    int first = in.peekBehindBlanks();
    return switch (first) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> strings.value(pointer::toString);
      case 't' -> word("true", JsonNodeFactory.instance.booleanNode(true));
      case 'f' -> word("false", JsonNodeFactory.instance.booleanNode(false));
      case 'n' -> word("null", JsonNodeFactory.instance.nullNode());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      case JsonInput.EOF -> throw in.malformed("it ends too early");
      default -> throw in.malformed("a value was expected");
    };
  }

  private ObjectNode object(int depth) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (opened(depth, '}')) {
      return object;
    }
    do {
      if (in.peekBehindBlanks() != '"') {
        throw in.malformed("a name in quotes was expected");
      }
      String name = strings.name();
      if (in.peekBehindBlanks() != ':') {
        throw in.malformed("a colon was expected");
      }
      in.take();
      int length = pointer.length();
      pointer.append('/').append(escaped(name));
      object.set(name, value(depth));
      pointer.setLength(length);
    } while (another('}'));
    return object;
  }

  private ArrayNode array(int depth) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    if (opened(depth, ']')) {
      return array;
    }
    do {
      int length = pointer.length();
      pointer.append('/').append(array.size());
      array.add(value(depth));
      pointer.setLength(length);
    } while (another(']'));
    return array;
  }

  /** Takes the opening bracket; whether the closing one follows at once. */
  private boolean opened(int depth, char closing) throws IOException {
    if (depth > depthMax) {
      throw new MalformedJsonException("the JSON is nested more than " + depthMax + " deep");
    }
    in.take();
    boolean empty = in.peekBehindBlanks() == closing;
    if (empty) {
      in.take();
    }
    return empty;
  }

  private boolean another(char closing) throws IOException {
    int next = in.peekBehindBlanks();
    if (next == closing) {
      in.take();
      return false;
    }
    if (next != ',') {
      throw in.malformed("a comma or " + closing + " was expected");
    }
    in.take();
    return true;
  }

  private JsonNode word(String word, JsonNode node) throws IOException {
    for (int i = 0; i < word.length(); i++) {
      if (in.take() != word.charAt(i)) {
        throw in.malformed("a value was expected");
      }
    }
    return node;
  }

  private JsonNode number() throws IOException {
    byte[] text = new byte[NUMBER_MAX];
    int length = 0;
    for (int c = in.peek(); inNumber(c); c = in.peek()) {
      if (length == NUMBER_MAX) {
        throw in.malformed("a number is too long");
      }
      text[length++] = (byte) in.take();
    }
    return number(new String(text, 0, length, StandardCharsets.ISO_8859_1));
  }

  private JsonNode number(String text) throws MalformedJsonException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (!wellFormed(text)) {
      throw in.malformed("a number is malformed");
    }
    if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      double value = Double.parseDouble(text);
      if (!Double.isFinite(value)) {
        throw in.malformed("a number is out of range");
      }
      return nodes.numberNode(value);
    }
    if (text.length() > LONG_DIGITS) {
      return nodes.numberNode(new BigInteger(text));
    }
    long value = Long.parseLong(text);
    return value == (int) value ? nodes.numberNode((int) value) : nodes.numberNode(value);
  }

  private static boolean inNumber(int c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  /** {@code -? (0|[1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?} */
  private static boolean wellFormed(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, at);
    if (whole == at || (text.charAt(at) == '0' && whole > at + 1)) {
      return false;
    }
    at = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      if (fraction == at + 1) {
        return false;
      }
      at = fraction;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      boolean signed = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0;
      int from = at + (signed ? 2 : 1);
      int exponent = digits(text, from);
      return exponent > from && exponent == text.length();
    }
    return at == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static String escaped(String name) {
    return name.indexOf('~') < 0 && name.indexOf('/') < 0
        ? name
        : name.replace("~", "~0").replace("/", "~1");
  }
}
