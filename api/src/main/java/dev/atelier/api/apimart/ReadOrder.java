package dev.atelier.api.apimart;

import dev.atelier.api.Fields;
import dev.atelier.catalog.Model;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Prompt;
import dev.atelier.image.Quality;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a submission but its pictures. Fields that this API does not know are ignored, and
 * so are the settings that only the official model has.
 */
final class ReadOrder {
  private static final String RESOLUTION = "resolution";
  private static final List<OutputFormat> FORMATS = List.of(OutputFormat.values());
  private static final List<Background> BACKGROUNDS = List.of(Background.values());
  private static final List<ModerationLevel> MODERATIONS = List.of(ModerationLevel.values());
  private static final List<String> RESOLUTIONS =
      Arrays.stream(Resolution.values()).map(Resolution::word).toList();

  private final Offers offers;

  ReadOrder(Offers offers) {
    this.offers = offers;
  }

  /**
   * @throws FaultException {@link RequestFault.InvalidField} or {@link RequestFault.UnknownModel}
   */
  TaskOrder of(Fields fields) {
    Offer offer = fields.text("model").map(offers::named).orElseGet(offers::first);
    Channel channel = offer.channel();
    Order order =
        new Order(
            offer.model().id(),
            new Prompt(fields.requiredText("prompt")),
            fields.integer("n", 1, channel.countMax()).orElse(1),
            channel == Channel.OFFICIAL ? official(fields, offer.model()) : Output.DEFAULT,
            0,
            channel == Channel.OFFICIAL
                ? fields
                    .oneOf("moderation", MODERATIONS, ModerationLevel::word)
                    .orElse(ModerationLevel.AUTO)
                : ModerationLevel.AUTO,
            Optional.empty(),
            OptionalLong.empty());
    return new TaskOrder(
        offer,
        order,
        RequestedSize.read(fields.text("size").orElse(Ratio.SQUARE.name()), resolution(fields)),
        channel == Channel.STANDARD && fields.bool("official_fallback").orElse(false));
  }

  private static Output official(Fields fields, Model model) {
    OutputFormat format =
        fields.oneOf("output_format", FORMATS, OutputFormat::word).orElse(OutputFormat.PNG);
    int compression = fields.integer("output_compression", 0, 100).orElse(100);
    Background background =
        fields
            .oneOf("background", BACKGROUNDS, Background::word)
            .filter(wanted -> wanted == Background.OPAQUE)
            .orElse(Background.AUTO);
    return Output.DEFAULT
        .withFormat(format, format == OutputFormat.PNG ? 100 : compression)
        .withQuality(
            fields.oneOf("quality", model.qualityChoices(), Quality::word).orElse(Quality.AUTO))
        .withBackground(background);
  }

  private static Resolution resolution(Fields fields) {
    Optional<String> word = fields.text(RESOLUTION).map(text -> text.toLowerCase(Locale.ROOT));
    return word.map(text ->
            Arrays.stream(Resolution.values())
                .filter(resolution -> resolution.word().equals(text))
                .findFirst()
                .orElseThrow(
                    () -> fields.invalid(RESOLUTION, new Problem.NotOneOf(text, RESOLUTIONS))))
        .orElse(Resolution.ONE_K);
  }
}
