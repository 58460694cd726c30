package dev.atelier.api.read;

import dev.atelier.catalog.Model;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.OrderField;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Prompt;
import dev.atelier.image.Quality;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The fields of an order that every API has, under the names that each gives them; what is not
 * given has its usual value. Every method throws a {@link FaultException} with {@link
 * RequestFault.InvalidField}.
 */
public final class OrderFields {
  private static final List<OutputFormat> FORMATS = List.of(OutputFormat.values());
  private static final List<Background> BACKGROUNDS =
      List.of(Background.TRANSPARENT, Background.OPAQUE, Background.AUTO);
  private static final List<ModerationLevel> MODERATIONS = List.of(ModerationLevel.values());

  /** Most images of one order in most of the APIs, whatever a model makes. */
  private static final int COUNT_MAX = 10;

  private static final int COMPRESSION_MAX = 100;
  private static final int END_USER_MAX = 512;

  private final Fields fields;
  private final FieldNames names;

  public OrderFields(Fields fields, FieldNames names) {
    this.fields = fields;
    this.names = names;
  }

  public Prompt prompt() {
    return new Prompt(fields.requiredText(names.of(OrderField.PROMPT)));
  }

  /** As many as the model makes, and most of the APIs take. */
  public int count(Model model) {
    return count(Math.min(COUNT_MAX, model.limits().countMax()));
  }

  /**
   * @param max most images of one order
   */
  public int count(int max) {
    return fields.integer(names.of(OrderField.COUNT), 1, max).orElse(1);
  }

  public WrittenSize size(Model model) {
    return WrittenSize.of(fields, names.of(OrderField.SIZE), model.sizes());
  }

  public Quality quality(Model model) {
    return fields
        .oneOf(names.of(OrderField.QUALITY), model.qualityChoices(), Quality::word)
        .orElse(Quality.AUTO);
  }

  public OutputFormat format() {
    return fields
        .oneOf(names.of(OrderField.FORMAT), FORMATS, OutputFormat::word, OrderFields::format)
        .orElse(OutputFormat.PNG);
  }

  public int compression() {
    return fields
        .integer(names.of(OrderField.COMPRESSION), 0, COMPRESSION_MAX)
        .orElse(COMPRESSION_MAX);
  }

  public Background background() {
    return fields
        .oneOf(names.of(OrderField.BACKGROUND), BACKGROUNDS, Background::word)
        .orElse(Background.AUTO);
  }

  public ModerationLevel moderation() {
    return fields
        .oneOf("moderation", MODERATIONS, ModerationLevel::word)
        .orElse(ModerationLevel.AUTO);
  }

  /** The caller's own id of its end user; an empty one is none. */
  public Optional<String> endUser(String name) {
    Optional<String> given = fields.text(name).filter(text -> !text.isEmpty());
    given
        .filter(text -> text.length() > END_USER_MAX)
        .ifPresent(text -> {
          throw fields.invalid(name, new Problem.TooLong(END_USER_MAX, text.length()));
        });
    return given;
  }

  /** Formats are known by their media types and by the endings of files too. */
  private static String format(String plain) {
    String name = plain.replaceFirst("^(?:image/|\\.)", "");
    for (OutputFormat format : FORMATS) {
      if (name.equals(format.extension())) {
        return format.word().toLowerCase(Locale.ROOT);
      }
    }
    return name;
  }
}
