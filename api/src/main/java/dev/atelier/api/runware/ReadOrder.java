package dev.atelier.api.runware;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.FindModel;
import dev.atelier.api.read.Strictness;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import dev.atelier.catalog.SizeRules;
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
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What an image task orders, but its references: in the order in which the vendor looks. */
final class ReadOrder {
  private static final int PROMPT_MIN = 2;
  private static final int SIDE_MIN = 16;
  private static final int SIDE_MAX = 3840;
  private static final int SIDE_STEP = 16;
  private static final int COUNT_MAX = 20;
  private static final int QUALITY_MIN = 20;
  private static final int QUALITY_MAX = 99;
  private static final int QUALITY_USUAL = 95;
  private static final String OPENAI = "providerSettings.openai";

  /** What other models have and this one cannot do; ignoring it would give another picture. */
  private static final List<String> OF_OTHER_MODELS =
      List.of(
          "seedImage",
          "maskImage",
          "controlNet",
          "lora",
          "embeddings",
          "ipAdapters",
          "refiner",
          "outpaint");

  private final FindModel models;

  ReadOrder(Catalog catalog) {
    this.models = new FindModel(catalog, Strictness.LENIENT);
  }

  /**
   * @throws FaultException {@link RequestFault.InvalidField} or {@link RequestFault.UnknownModel}
   */
  Order of(TaskBody task) {
    Fields fields = task.fields();
    String name = fields.requiredText("model");
    Model model =
        models
            .find(Listing.RUNWARE, name, task.strictness())
            .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(name)));
    Prompt prompt = prompt(fields, model);
    ImageSize size = new ImageSize(side(fields, "width"), side(fields, "height"));
    int count = fields.integer("numberResults", 1, COUNT_MAX).orElse(1);
    Output output = sized(output(fields, task.strictness()), size, model.sizes());
    OptionalLong seed = seed(fields);
    for (String field : OF_OTHER_MODELS) {
      if (fields.has(field)) {
        throw fields.invalid(field, new Problem.NotSupportedByModel(name));
      }
    }
    requireOwnProvider(task);
    Fields settings = task.object(OPENAI);
    Output made =
        output
            .withQuality(
                settings
                    .oneOf("quality", model.qualityChoices(), Quality::word)
                    .orElse(Quality.AUTO))
            .withBackground(background(settings, name));
    ModerationLevel moderation =
        settings
            .oneOf("moderation", List.of(ModerationLevel.values()), ModerationLevel::word)
            .orElse(ModerationLevel.AUTO);
    return new Order(model.id(), prompt, count, made, 0, moderation, Optional.empty(), seed);
  }

  private static Prompt prompt(Fields fields, Model model) {
    Prompt prompt = new Prompt(fields.requiredText("positivePrompt"));
    if (prompt.length() < PROMPT_MIN) {
      throw fields.invalid("positivePrompt", new Problem.TooShort(PROMPT_MIN, prompt.length()));
    }
    int max = model.limits().promptMax();
    if (prompt.length() > max) {
      throw fields.invalid("positivePrompt", new Problem.TooLong(max, prompt.length()));
    }
    return prompt;
  }

  private static int side(Fields fields, String name) {
    int side =
        fields
            .integer(name, SIDE_MIN, SIDE_MAX)
            .orElseThrow(() -> fields.invalid(name, new Problem.Missing()));
    if (side % SIDE_STEP != 0) {
      throw fields.invalid(name, new Problem.Other("must be a multiple of " + SIDE_STEP + "."));
    }
    return side;
  }

  /** A size that is legal here and too small for the model is made larger, and resampled. */
  private static Output sized(Output output, ImageSize size, SizeRules rules) {
    boolean small =
        rules.brokenBounds(size).filter(SizeRule.TooFewPixels.class::isInstance).isPresent();
    return small
        ? output.withSize(new SizeChoice.Exact(rules.enlarged(size))).withDelivered(size)
        : output.withSize(new SizeChoice.Exact(size));
  }

  private static Output output(Fields fields, Strictness strictness) {
    OutputFormat format =
        fields
            .word("outputFormat")
            .map(text -> format(fields, text, strictness))
            .orElse(OutputFormat.JPEG);
    int quality = fields.integer("outputQuality", QUALITY_MIN, QUALITY_MAX).orElse(QUALITY_USUAL);
    return Output.DEFAULT.withFormat(format, format == OutputFormat.PNG ? 100 : quality);
  }

  /** The vendor's own examples write them in small letters too. */
  private static OutputFormat format(Fields fields, String text, Strictness strictness) {
    String given = text.toUpperCase(Locale.ROOT);
    String word =
        strictness.lenient() ? given.strip().replaceFirst("^(IMAGE/)?JPEG$", "JPG") : given;
    return switch (word) {
      case "JPG" -> OutputFormat.JPEG;
      case "PNG" -> OutputFormat.PNG;
      case "WEBP" -> OutputFormat.WEBP;
      default ->
          throw fields.invalid(
              "outputFormat", new Problem.NotOneOf(text, List.of("JPG", "PNG", "WEBP")));
    };
  }

  private static OptionalLong seed(Fields fields) {
    Optional<Long> seed = fields.longInteger("seed", 1, ResultSeeds.MAX - COUNT_MAX);
    return seed.isPresent() ? OptionalLong.of(seed.get()) : OptionalLong.empty();
  }

  private static void requireOwnProvider(TaskBody task) {
    task.objectNode("providerSettings")
        .propertyNames()
        .forEach(provider -> {
          if (!provider.equals("openai")) {
            throw RequestFault.invalid("providerSettings." + provider, new Problem.Unknown());
          }
        });
  }

  /** The model's page has none; the values that change nothing are taken. */
  private static Background background(Fields settings, String model) {
    Background background =
        settings
            .oneOf("background", List.of(Background.values()), Background::word)
            .orElse(Background.AUTO);
    if (background == Background.TRANSPARENT) {
      throw settings.invalid("background", new Problem.NotSupportedByModel(model));
    }
    return background;
  }
}
