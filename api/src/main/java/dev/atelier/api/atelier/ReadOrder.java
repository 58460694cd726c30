package dev.atelier.api.atelier;

import dev.atelier.api.Fields;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import dev.atelier.gateway.Gateway;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.ModerationLevel;
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
import java.util.Set;

/** The fields of a job that say what shall be made. */
final class ReadOrder {
  static final Set<String> FIELDS =
      Set.of(
          "model",
          "prompt",
          "n",
          "size",
          "quality",
          "format",
          "compression",
          "background",
          "moderation",
          "seed",
          "user");
  private static final int COUNT_MAX = 10;
  private static final String SIZE = "size";
  private static final String AUTO = "auto";
  private static final int USER_MAX = 512;

  private final Gateway gateway;
  private final Catalog catalog;

  ReadOrder(Gateway gateway, Catalog catalog) {
    this.gateway = gateway;
    this.catalog = catalog;
  }

  /**
   * @throws FaultException {@link RequestFault.InvalidField} or {@link RequestFault.UnknownModel}
   */
  Order of(Fields fields) {
    Model model = model(fields);
    Optional<Integer> seed = fields.integer("seed", 0, Integer.MAX_VALUE);
    Order order =
        new Order(
            model.id(),
            new Prompt(fields.requiredText("prompt")),
            fields.integer("n", 1, Math.min(COUNT_MAX, model.limits().countMax())).orElse(1),
            output(fields, model),
            0,
            fields
                .oneOf("moderation", List.of(ModerationLevel.values()), ModerationLevel::word)
                .orElse(ModerationLevel.AUTO),
            user(fields),
            seed.isPresent() ? OptionalLong.of(seed.get()) : OptionalLong.empty());
    gateway.submit().check(order);
    return order;
  }

  Model model(Fields fields) {
    return fields.text("model").map(this::named).orElseGet(catalog::preferred);
  }

  private Model named(String name) {
    return catalog
        .find(Listing.ATELIER, name)
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(name)));
  }

  private static Output output(Fields fields, Model model) {
    OutputFormat format =
        fields
            .oneOf("format", List.of(OutputFormat.values()), OutputFormat::word)
            .orElse(OutputFormat.PNG);
    Background background =
        fields
            .oneOf("background", List.of(Background.values()), Background::word)
            .orElse(Background.AUTO);
    if (background == Background.TRANSPARENT && !format.carriesAlpha()) {
      throw fields.invalid(
          "background", new Problem.Other("cannot be transparent in " + format.word() + "."));
    }
    Output output =
        Output.DEFAULT
            .withFormat(format, fields.integer("compression", 0, 100).orElse(100))
            .withQuality(
                fields.oneOf("quality", model.qualityChoices(), Quality::word).orElse(Quality.AUTO))
            .withBackground(background);
    return fields
        .text(SIZE)
        .filter(text -> !text.equals(AUTO))
        .map(text -> sized(output, text, model))
        .orElse(output);
  }

  /** A size that the model does not make itself is delivered all the same, within its bounds. */
  private static Output sized(Output output, String text, Model model) {
    ImageSize size =
        ImageSize.parse(text)
            .orElseThrow(
                () -> RequestFault.invalid(SIZE, new Problem.Size(text, new SizeRule.Syntax())));
    return model.sizes().broken(size).isEmpty()
        ? output.withSize(new SizeChoice.Exact(size))
        : output.withDelivered(size);
  }

  private static Optional<String> user(Fields fields) {
    Optional<String> user = fields.text("user").filter(text -> !text.isEmpty());
    user.filter(text -> text.length() > USER_MAX)
        .ifPresent(text -> {
          throw fields.invalid("user", new Problem.TooLong(USER_MAX, text.length()));
        });
    return user;
  }
}
