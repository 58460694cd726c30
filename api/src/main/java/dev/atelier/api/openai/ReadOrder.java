package dev.atelier.api.openai;

import dev.atelier.api.Fields;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
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
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of the fields that generations and edits share. What depends on the model alone, such
 * as legal sizes, the gateway checks.
 */
final class ReadOrder {
  private static final Set<String> COMMON =
      Set.of(
          "prompt",
          "model",
          "n",
          "size",
          "quality",
          "output_format",
          "output_compression",
          "background",
          "moderation",
          "stream",
          "partial_images",
          "safety_identifier",
          "user");
  private static final String RESPONSE_FORMAT = "response_format";
  private static final String FIDELITY = "input_fidelity";
  private static final List<String> RESPONSE_FORMATS = List.of("url", "b64_json");
  private static final List<OutputFormat> FORMATS = List.of(OutputFormat.values());
  private static final List<Background> BACKGROUNDS =
      List.of(Background.TRANSPARENT, Background.OPAQUE, Background.AUTO);
  private static final List<ModerationLevel> MODERATIONS = List.of(ModerationLevel.values());
  private static final Pattern HUGE_SIZE = Pattern.compile("[1-9][0-9]*x[1-9][0-9]*");
  private static final int PARTIALS_MAX = 3;
  private static final int END_USER_MAX = 512;

  private final Catalog catalog;
  private final boolean strict;
  private final Optional<String> deployment;

  ReadOrder(Catalog catalog, boolean strict) {
    this(catalog, strict, Optional.empty());
  }

  private ReadOrder(Catalog catalog, boolean strict, Optional<String> deployment) {
    this.catalog = catalog;
    this.strict = strict;
    this.deployment = deployment;
  }

  /** The rules of a deployment: its name is the model's, whatever a request says. */
  ReadOrder deployed(String model) {
    return new ReadOrder(catalog, strict, Optional.of(model));
  }

  /** The texts an edit's form may have; every other part is a file. */
  static boolean isText(String name) {
    return COMMON.contains(name) || name.equals(RESPONSE_FORMAT) || name.equals(FIDELITY);
  }

  /**
   * @throws FaultException {@link RequestFault.InvalidField} or {@link RequestFault.UnknownModel}
   */
  ImagesOrder generation(Fields fields) {
    fields.only(known(Set.of()));
    return order(fields);
  }

  /**
   * @param more the names under which this form of an edit brings its pictures
   * @throws FaultException {@link RequestFault.InvalidField} or {@link RequestFault.UnknownModel}
   */
  ImagesOrder edit(Fields fields, Set<String> more) {
    fields.only(
        known(Stream.concat(more.stream(), Stream.of(FIDELITY)).collect(Collectors.toSet())));
    Model model = model(fields);
    if (fields.has(FIDELITY) && !model.inputFidelity()) {
      throw fields.invalid(FIDELITY, new Problem.NotSupportedByModel(modelName(fields)));
    }
    return order(fields);
  }

  /** Most pictures an edit of this order's model works from. */
  int inputsMax(Fields fields) {
    return model(fields).limits().inputsMax();
  }

  private Set<String> known(Set<String> more) {
    Stream<String> lenient = strict ? Stream.of() : Stream.of(RESPONSE_FORMAT);
    return Stream.of(COMMON.stream(), more.stream(), lenient)
        .flatMap(Function.identity())
        .collect(Collectors.toSet());
  }

  private ImagesOrder order(Fields fields) {
    Prompt prompt = new Prompt(fields.requiredText("prompt"));
    Model model = model(fields);
    boolean stream = fields.bool("stream").orElse(false);
    Optional<String> safetyIdentifier = endUser(fields, "safety_identifier");
    Optional<String> user = endUser(fields, "user");
    Order order =
        new Order(
            model.id(),
            prompt,
            fields.integer("n", 1, model.limits().countMax()).orElse(1),
            output(fields, model),
            partials(fields, stream),
            fields
                .oneOf("moderation", MODERATIONS, ModerationLevel::word)
                .orElse(ModerationLevel.AUTO),
            safetyIdentifier.or(() -> user),
            OptionalLong.empty());
    Optional<Boolean> links =
        fields.oneOf(RESPONSE_FORMAT, RESPONSE_FORMATS, Function.identity()).map("url"::equals);
    return new ImagesOrder(order, modelName(fields), stream, links, safetyIdentifier);
  }

  private static Output output(Fields fields, Model model) {
    SizeChoice size = fields.text("size").map(text -> size(text, model)).orElse(SizeChoice.AUTO);
    Quality quality =
        fields.oneOf("quality", model.qualityChoices(), Quality::word).orElse(Quality.AUTO);
    OutputFormat format =
        fields.oneOf("output_format", FORMATS, OutputFormat::word).orElse(OutputFormat.PNG);
    int compression = fields.integer("output_compression", 0, 100).orElse(100);
    Background background =
        fields.oneOf("background", BACKGROUNDS, Background::word).orElse(Background.AUTO);
    if (background == Background.TRANSPARENT && !format.carriesAlpha()) {
      throw fields.invalid(
          "background",
          new Problem.Other("a transparent background is only possible for png and webp output."));
    }
    return new Output(size, quality, format, compression, background);
  }

  private static int partials(Fields fields, boolean stream) {
    int partials = fields.integer("partial_images", 0, PARTIALS_MAX).orElse(0);
    if (partials > 0 && !stream) {
      throw fields.invalid(
          "partial_images",
          new Problem.Other("partial images are only sent when 'stream' is true."));
    }
    return partials;
  }

  private static SizeChoice size(String text, Model model) {
    if (text.equals(SizeChoice.AUTO.toString())) {
      return SizeChoice.AUTO;
    }
    return new SizeChoice.Exact(
        ImageSize.parse(text)
            .orElseThrow(
                () -> RequestFault.invalid("size", new Problem.Size(text, rule(text, model)))));
  }

  /** Why a text is no size at all: not written as one, or beyond any picture. */
  private static SizeRule rule(String text, Model model) {
    return HUGE_SIZE.matcher(text).matches()
        ? new SizeRule.LongEdge(model.sizes().longEdgeMax())
        : new SizeRule.Syntax();
  }

  private static Optional<String> endUser(Fields fields, String name) {
    Optional<String> given = fields.text(name).filter(text -> !text.isEmpty());
    given
        .filter(text -> text.length() > END_USER_MAX)
        .ifPresent(text -> {
          throw fields.invalid(name, new Problem.TooLong(END_USER_MAX, text.length()));
        });
    return given;
  }

  private Model model(Fields fields) {
    return deployment.or(() -> fields.text("model")).map(this::named).orElseGet(catalog::preferred);
  }

  private Model named(String name) {
    return catalog
        .find(Listing.OPENAI, name)
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(name)));
  }

  private String modelName(Fields fields) {
    return deployment.or(() -> fields.text("model")).orElseGet(() -> catalog.preferred().id());
  }
}
