package dev.atelier.gateway.order;

import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Output;
import dev.atelier.image.Quality;
import dev.atelier.image.QuoteProblem;
import dev.atelier.image.Usage;
import java.util.Optional;

/**
 * What decides an order's price. An order may have another one's quote when everything here is the
 * same and no more tokens are counted for it: a prompt may be reworded, and made no longer.
 *
 * @param api whose prices count, such as {@code apimart-official}
 * @param accounts who may make it, as rows store it
 * @param size of the delivered pictures
 * @param count of pictures
 * @param partials previews of each
 * @param inputs pictures to work from
 * @param most tokens of one picture with all its previews
 */
public record QuotedOrder(
    String model,
    String api,
    String accounts,
    ImageSize size,
    Quality quality,
    int count,
    int partials,
    int inputs,
    Usage most) {

  static QuotedOrder of(ImageRequest resolved, Terms terms, String api, Usage most) {
    var order = resolved.order();
    Output output = order.output();
    return new QuotedOrder(
        order.model(),
        api,
        terms.filter().text(),
        output.delivered().orElse(QuoteJob.size(order)),
        output.quality(),
        order.count(),
        order.partials(),
        inputs(resolved),
        most);
  }

  private static int inputs(ImageRequest resolved) {
    return switch (resolved) {
      case ImageRequest.Generation _ -> 0;
      case ImageRequest.Edit edit -> edit.images().size();
    };
  }

  /** Why {@code ordered} cannot have this one's quote; empty where it can. */
  Optional<QuoteProblem> refuses(QuotedOrder ordered) {
    return same("model", model, ordered.model)
        .or(() -> same("api", api, ordered.api))
        .or(() -> same("accounts", accounts, ordered.accounts))
        .or(() -> same("size", size, ordered.size))
        .or(() -> same("quality", quality, ordered.quality))
        .or(() -> same("n", count, ordered.count))
        .or(() -> same("partials", partials, ordered.partials))
        .or(() -> same("inputs", inputs, ordered.inputs))
        .or(() -> upTo("prompt tokens", most.textIn(), ordered.most.textIn()))
        .or(() -> upTo("input image tokens", most.imageIn(), ordered.most.imageIn()))
        .or(() -> upTo("image tokens", most.imageOut(), ordered.most.imageOut()));
  }

  private static Optional<QuoteProblem> same(String what, Object quoted, Object ordered) {
    return quoted.equals(ordered)
        ? Optional.empty()
        : Optional.of(new QuoteProblem.OtherOrder(what, quoted.toString(), ordered.toString()));
  }

  private static Optional<QuoteProblem> upTo(String what, long quoted, long ordered) {
    return ordered <= quoted
        ? Optional.empty()
        : Optional.of(new QuoteProblem.OtherOrder(what, "up to " + quoted, "" + ordered));
  }
}
