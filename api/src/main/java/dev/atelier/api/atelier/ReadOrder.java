package dev.atelier.api.atelier;

import dev.atelier.api.read.FieldNames;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.FindModel;
import dev.atelier.api.read.OrderFields;
import dev.atelier.api.read.Strictness;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import dev.atelier.gateway.Gateway;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.SizeChoice;
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
          "partials",
          "seed",
          "user");
  private static final FieldNames NAMES = RenderFault.FIELDS;

  private final Gateway gateway;
  private final Catalog catalog;
  private final FindModel models;

  ReadOrder(Gateway gateway, Catalog catalog, Strictness strictness) {
    this.gateway = gateway;
    this.catalog = catalog;
    this.models = new FindModel(catalog, strictness);
  }

  /**
   * @throws FaultException {@link RequestFault.InvalidField} or {@link RequestFault.UnknownModel}
   */
  Order of(Fields fields) {
    Model model = model(fields);
    var common = new OrderFields(fields, NAMES);
    Optional<Integer> seed = fields.integer("seed", 0, Integer.MAX_VALUE);
    Order order =
        new Order(
            model.id(),
            common.prompt(),
            common.count(model),
            output(fields, common, model),
            fields.integer("partials", 0, model.limits().partialsMax()).orElse(0),
            common.moderation(),
            common.endUser("user"),
            seed.isPresent() ? OptionalLong.of(seed.get()) : OptionalLong.empty());
    gateway.submit().check(order);
    return order;
  }

  Model model(Fields fields) {
    return fields.word("model").map(this::named).orElseGet(catalog::preferred);
  }

  private Model named(String name) {
    return models
        .find(Listing.ATELIER, name)
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(name)));
  }

  private static Output output(Fields fields, OrderFields common, Model model) {
    OutputFormat format = common.format();
    Background background = common.background();
    if (background == Background.TRANSPARENT && !format.carriesAlpha()) {
      throw fields.invalid(
          "background", new Problem.Other("cannot be transparent in " + format.word() + "."));
    }
    Output output =
        Output.DEFAULT
            .withFormat(format, common.compression())
            .withQuality(common.quality(model))
            .withBackground(background);
    return sized(output, common.size(model).choice(fields, "size"), model);
  }

  /** A size that the model does not make itself is delivered all the same, within its bounds. */
  private static Output sized(Output output, SizeChoice choice, Model model) {
    return choice instanceof SizeChoice.Exact(var size) && model.sizes().broken(size).isPresent()
        ? output.withDelivered(size)
        : output.withSize(choice);
  }
}
