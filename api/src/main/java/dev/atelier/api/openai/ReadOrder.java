package dev.atelier.api.openai;

import dev.atelier.api.read.FieldNames;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.FindModel;
import dev.atelier.api.read.OrderFields;
import dev.atelier.api.read.Strictness;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import dev.atelier.image.FaultException;
import dev.atelier.image.Order;
import dev.atelier.image.Prompt;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
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

  /** What other models of the vendor have: refused with a value, which clients leave out. */
  private static final Set<String> OF_OTHER_MODELS =
      Set.of("style", "complexity", "frame_count", "frame_duration_ms", "svg");

  private static final String RESPONSE_FORMAT = "response_format";
  private static final String FIDELITY = "input_fidelity";
  private static final List<String> RESPONSE_FORMATS = List.of("url", "b64_json");

  private final Catalog catalog;
  private final FindModel models;
  private final Strictness strictness;
  private final Optional<String> deployment;

  ReadOrder(Catalog catalog, Strictness strictness) {
    this(catalog, strictness, Optional.empty());
  }

  private ReadOrder(Catalog catalog, Strictness strictness, Optional<String> deployment) {
    this.catalog = catalog;
    this.models = new FindModel(catalog, strictness);
    this.strictness = strictness;
    this.deployment = deployment;
  }

  /** The rules of a deployment: its name is the model's, whatever a request says. */
  ReadOrder deployed(String model) {
    return new ReadOrder(catalog, strictness, Optional.of(model));
  }

  Strictness strictness() {
    return strictness;
  }

  /** The texts an edit's form may have; every other part is a file. */
  static boolean isText(String name) {
    return COMMON.contains(name)
        || OF_OTHER_MODELS.contains(name)
        || name.equals(RESPONSE_FORMAT)
        || name.equals(FIDELITY);
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
    if (fields.says(FIDELITY) && !model.inputFidelity()) {
      throw fields.invalid(FIDELITY, new Problem.NotSupportedByModel(modelName(fields)));
    }
    return order(fields);
  }

  /** Most pictures an edit of this order's model works from. */
  int inputsMax(Fields fields) {
    return model(fields).limits().inputsMax();
  }

  private Set<String> known(Set<String> more) {
    Stream<String> lenient = strictness.lenient() ? Stream.of(RESPONSE_FORMAT) : Stream.of();
    return Stream.of(COMMON.stream(), more.stream(), lenient)
        .flatMap(Function.identity())
        .collect(Collectors.toSet());
  }

  private ImagesOrder order(Fields fields) {
    var common = new OrderFields(fields, FieldNames.OPENAI);
    Prompt prompt = common.prompt();
    Model model = model(fields);
    boolean stream = fields.bool("stream").orElse(false);
    Optional<String> safetyIdentifier = common.endUser("safety_identifier");
    Optional<String> user = common.endUser("user");
    Order order =
        new Order(
            model.id(),
            prompt,
            common.count(model),
            OutputFields.output(fields, model),
            OutputFields.partials(fields, stream),
            common.moderation(),
            safetyIdentifier.or(() -> user),
            OptionalLong.empty());
    Optional<Boolean> links =
        fields.oneOf(RESPONSE_FORMAT, RESPONSE_FORMATS, Function.identity()).map("url"::equals);
    return new ImagesOrder(order, modelName(fields), stream, links, safetyIdentifier);
  }

  private Model model(Fields fields) {
    return deployment.or(() -> fields.word("model")).map(this::named).orElseGet(catalog::preferred);
  }

  private Model named(String name) {
    return models
        .find(Listing.OPENAI, name)
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(name)));
  }

  private String modelName(Fields fields) {
    return deployment.or(() -> fields.word("model")).orElseGet(() -> catalog.preferred().id());
  }
}
