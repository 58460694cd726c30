package dev.atelier.api.seaart;

import dev.atelier.api.Fields;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Operation;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Prompt;
import dev.atelier.image.Quality;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.RequestFault.SizeRule;
import dev.atelier.image.SizeChoice;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a task but its pictures. Fields that this API does not know, and those of the other
 * endpoint, are ignored; numbers may be written as strings.
 */
final class ReadOrder {
  private static final List<OutputFormat> FORMATS = List.of(OutputFormat.values());
  private static final List<Background> BACKGROUNDS = List.of(Background.values());
  private static final List<ModerationLevel> MODERATIONS = List.of(ModerationLevel.values());
  private static final int COUNT_MAX = 10;
  private static final int END_USER_MAX = 512;

  private ReadOrder() {}

  /**
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static Order of(App app, Fields fields) {
    return new Order(
        app.model().id(),
        new Prompt(fields.requiredText("prompt")),
        fields.integer("n", 1, COUNT_MAX).orElse(1),
        output(app, fields),
        0,
        fields.oneOf("moderation", MODERATIONS, ModerationLevel::word).orElse(ModerationLevel.AUTO),
        endUser(fields),
        OptionalLong.empty());
  }

  private static Output output(App app, Fields fields) {
    OutputFormat format =
        fields.oneOf("output_format", FORMATS, OutputFormat::word).orElse(OutputFormat.PNG);
    int compression = fields.integer("output_compression", 0, 100).orElse(100);
    return new Output(
        fields.text("size").map(ReadOrder::size).orElse(SizeChoice.AUTO),
        fields.oneOf("quality", app.model().qualityChoices(), Quality::word).orElse(Quality.AUTO),
        format,
        format == OutputFormat.PNG ? 100 : compression,
        app.operation() == Operation.EDIT ? background(fields) : Background.AUTO);
  }

  /** Transparency is accepted and not promised: it counts as {@code auto}. */
  private static Background background(Fields fields) {
    return fields
        .oneOf("background", BACKGROUNDS, Background::word)
        .filter(background -> background == Background.OPAQUE)
        .orElse(Background.AUTO);
  }

  private static SizeChoice size(String text) {
    if (text.equals(SizeChoice.AUTO.toString())) {
      return SizeChoice.AUTO;
    }
    return new SizeChoice.Exact(
        ImageSize.parse(text.replace('X', 'x'))
            .orElseThrow(
                () -> RequestFault.invalid("size", new Problem.Size(text, new SizeRule.Syntax()))));
  }

  private static Optional<String> endUser(Fields fields) {
    Optional<String> user = fields.text("user").filter(text -> !text.isEmpty());
    user.filter(text -> text.length() > END_USER_MAX)
        .ifPresent(text -> {
          throw fields.invalid("user", new Problem.TooLong(END_USER_MAX, text.length()));
        });
    return user;
  }
}
