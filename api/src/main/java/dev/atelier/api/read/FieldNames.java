package dev.atelier.api.read;

import dev.atelier.image.OrderField;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What an API calls the fields of an order. */
public final class FieldNames {
  /** The names of OpenAI's API reference, which most vendors took over. */
  public static final FieldNames OPENAI =
      new FieldNames(
          Map.of(
              OrderField.PROMPT, "prompt",
              OrderField.COUNT, "n",
              OrderField.SIZE, "size",
              OrderField.QUALITY, "quality",
              OrderField.FORMAT, "output_format",
              OrderField.COMPRESSION, "output_compression",
              OrderField.BACKGROUND, "background",
              OrderField.PARTIALS, "partial_images"));

  private final Map<OrderField, String> names;

  private FieldNames(Map<OrderField, String> names) {
    this.names = names;
  }

  /** The same with another name for one field. */
  public FieldNames with(OrderField field, String name) {
    var changed = new EnumMap<>(names);
    changed.put(field, name);
    return new FieldNames(changed);
  }

  /** The name of a field. */
  public String of(OrderField field) {
    return Objects.requireNonNull(names.get(field));
  }
}
