package dev.atelier.api.read;

import dev.atelier.catalog.SizeRules;
import dev.atelier.image.ImageSize;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.RequestFault.SizeRule;
import dev.atelier.image.SizeChoice;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads one field that holds a size. Unless the server is strict, {@code 1024x1536} may have any
 * sign for "times" in it, blanks, units, or be an object with {@code width} and {@code height}.
 */
final class ReadSize {
  private static final int WRITTEN_MAX = 999_999_999;
  private static final int EDGE_MAX = 65_535;
  private static final String SIDE = "([1-9][0-9]{0,8})(?:\\.0+)?\\s*(?:px|pixels)?";

  /** The signs for "times": letters of two alphabets, and those of mathematics. */
  private static final Pattern PIXELS =
      Pattern.compile(SIDE + "\\s*(?:[x\u0445*\u00d7\u2715\u2716\u2a2f\u2217]|by)\\s*" + SIDE);

  private static final Pattern AS_DOCUMENTED =
      Pattern.compile("([1-9][0-9]{0,8})x([1-9][0-9]{0,8})");

  private final Fields fields;
  private final String name;
  private final SizeRules rules;
  private final boolean lenient;

  ReadSize(Fields fields, String name, SizeRules rules) {
    this.fields = fields;
    this.name = name;
    this.rules = rules;
    this.lenient = fields.strictness().lenient();
  }

  WrittenSize read() {
    Optional<JsonNode> object = fields.said(name).flatMap(this::object);
    Optional<String> text = object.isPresent() ? object.map(this::sides) : fields.word(name);
    return text.map(this::read).orElseGet(WrittenSize.Auto::new);
  }

  private Optional<JsonNode> object(Value value) {
    return lenient && value instanceof Value.Json(var node, _) && node.isObject()
        ? Optional.of(node)
        : Optional.empty();
  }

  private String sides(JsonNode size) {
    Fields sides = Fields.ofJson(name + ".", size, fields.strictness());
    return side(sides, "width") + "x" + side(sides, "height");
  }

  private static int side(Fields sides, String side) {
    return sides
        .integer(side, 1, WRITTEN_MAX)
        .orElseThrow(() -> sides.invalid(side, new Problem.Missing()));
  }

  private WrittenSize read(String text) {
    String plain = lenient ? Spelling.plain(text) : text;
    if (plain.equals(SizeChoice.AUTO.toString())) {
      return new WrittenSize.Auto();
    }
    Matcher pixels = (lenient ? PIXELS : AS_DOCUMENTED).matcher(plain);
    return pixels.matches()
        ? new WrittenSize.Pixels(size(text, pixels))
        : new WrittenSize.Word(text, lenient ? plain.replaceAll("\\s", "") : text);
  }

  /** What no picture can have is refused by the rule that it would break. */
  private ImageSize size(String text, Matcher pixels) {
    int width = Integer.parseInt(pixels.group(1));
    int height = Integer.parseInt(pixels.group(2));
    if (width > EDGE_MAX || height > EDGE_MAX) {
      throw fields.invalid(
          name, new Problem.Size(text, new SizeRule.LongEdge(rules.longEdgeMax())));
    }
    return new ImageSize(width, height);
  }
}
