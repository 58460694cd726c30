package dev.atelier.gateway.order;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.catalog.SizeRules;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import dev.atelier.image.OrderField;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.RequestFault.SizeRule;
import dev.atelier.image.SizeChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds an order against its model and settles every {@code auto}. Faults use the field names of
 * the Images API (prompt, n, size …), which a dialect with other names translates.
 */
public final class ResolveOrder {
  private final Catalog catalog;

  public ResolveOrder(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The model with an id. */
  public Model model(String id) {
    return catalog
        .find(id)
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(id)));
  }

  /**
   * Checks what can be checked before the inputs are read.
   *
   * @throws FaultException {@link RequestFault.UnknownModel} or {@link RequestFault.InvalidOrder}
   */
  public void check(Order order) {
    Model model = model(order.model());
    Model.Limits limits = model.limits();
    if (order.prompt().length() > limits.promptMax()) {
      throw impossible(
          OrderField.PROMPT, new Problem.TooLong(limits.promptMax(), order.prompt().length()));
    }
    if (order.count() > limits.countMax()) {
      throw impossible(
          OrderField.COUNT, new Problem.AboveMaximum(limits.countMax(), order.count()));
    }
    if (order.partials() > limits.partialsMax()) {
      throw impossible(
          OrderField.PARTIALS, new Problem.AboveMaximum(limits.partialsMax(), order.partials()));
    }
    check(model, order.output());
  }

  /** The request with size, quality and background settled. */
  public ImageRequest resolve(ImageRequest request) {
    check(request.order());
    Model model = model(request.order().model());
    Output output = request.order().output();
    ImageSize size = size(model, request);
    Output settled =
        output
            .withSize(new SizeChoice.Exact(size))
            .withQuality(
                output.quality().equals(Quality.AUTO) ? model.autoQuality() : output.quality())
            .withBackground(
                output.background() == Background.AUTO ? Background.OPAQUE : output.background());
    return request.with(request.order().withOutput(settled));
  }

  private static ImageSize size(Model model, ImageRequest request) {
    Output output = request.order().output();
    return switch (output.size()) {
      case SizeChoice.Exact(var exact) -> exact;
      case SizeChoice.Auto _ ->
          output
              .delivered()
              .map(model.sizes()::nearestLegal)
              .orElseGet(() -> autoSize(model, request));
    };
  }

  private static ImageSize autoSize(Model model, ImageRequest request) {
    return switch (request) {
      case ImageRequest.Generation _ -> model.sizes().auto();
      case ImageRequest.Edit edit -> model.sizes().autoFor(edit.images().getFirst().size());
    };
  }

  private static void check(Model model, Output output) {
    checkSize(model.sizes(), output);
    if (!model.qualityChoices().contains(output.quality())) {
      throw impossible(
          OrderField.QUALITY,
          new Problem.NotOneOf(
              output.quality().word(),
              model.qualityChoices().stream().map(Quality::word).toList()));
    }
    if (!model.formats().contains(output.format())) {
      throw impossible(
          OrderField.FORMAT,
          new Problem.NotOneOf(output.format().word(), formats(model.formats())));
    }
    if (output.compression() != 100 && !model.compressible().contains(output.format())) {
      throw impossible(
          OrderField.COMPRESSION,
          new Problem.Other(
              "compression other than 100 is only possible for "
                  + String.join(" and ", formats(model.compressible()))
                  + " output."));
    }
    if (output.background() == Background.TRANSPARENT
        && !model.transparent().contains(output.format())) {
      throw impossible(
          OrderField.BACKGROUND,
          new Problem.Other(
              "a transparent background is only possible for "
                  + String.join(" and ", formats(model.transparent()))
                  + " output."));
    }
  }

  /** What is resampled must be near a size that the model makes, or say which it is made in. */
  private static void checkSize(SizeRules rules, Output output) {
    if (output.size() instanceof SizeChoice.Exact(var size)) {
      refuse(size, rules.broken(size));
    } else if (output.delivered().isPresent()) {
      ImageSize wanted = output.delivered().get();
      refuse(wanted, rules.brokenBounds(wanted));
    }
  }

  private static void refuse(ImageSize size, Optional<SizeRule> broken) {
    broken.ifPresent(rule -> {
      throw impossible(OrderField.SIZE, new Problem.Size(size.toString(), rule));
    });
  }

  private static FaultException impossible(OrderField field, Problem problem) {
    return new FaultException(new RequestFault.InvalidOrder(field, problem));
  }

  private static List<String> formats(Set<OutputFormat> formats) {
    return Arrays.stream(OutputFormat.values())
        .filter(formats::contains)
        .map(OutputFormat::word)
        .toList();
  }
}
