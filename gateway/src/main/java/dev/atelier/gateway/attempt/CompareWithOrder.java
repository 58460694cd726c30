package dev.atelier.gateway.attempt;

import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.order.MadeAs;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.image.Background;
import dev.atelier.image.Difference;
import dev.atelier.image.Difference.Kind;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import dev.atelier.image.Quality;
import dev.atelier.media.ImageInfo;
import dev.atelier.provider.Account;
import dev.atelier.provider.Results.ImageMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where an image, or what its upstream admits of it, is not what was ordered. */
final class CompareWithOrder {
  private final Catalog catalog;

  CompareWithOrder(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * @param transparent whether anything shows through what came
   */
  List<Difference> differences(
      Order order, Account account, ImageInfo came, boolean transparent, ImageMetadata told) {
    var all = new ArrayList<Difference>();
    var output = order.output();
    if (came.format() != output.format()) {
      all.add(differs(Kind.WRONG_FORMAT, "format", came.format().word(), output.format().word()));
    }
    if (!sizeFits(order, came.size())) {
      all.add(differs(Kind.WRONG_SIZE, "size", came.size().toString(), ordered(order).toString()));
    }
    boolean wanted = output.background() == Background.TRANSPARENT;
    if (transparent != wanted) {
      all.add(differs(Kind.WRONG_BACKGROUND, "background", word(transparent), word(wanted)));
    }
    quality(order, told)
        .filter(made -> !made.equals(output.quality()))
        .ifPresent(made ->
            all.add(differs(Kind.WRONG_QUALITY, "quality", made.word(), output.quality().word())));
    told.admitted()
        .model()
        .ifPresent(made ->
            all.add(differs(Kind.WRONG_MODEL, "model", made, account.upstreamName(order.model()))));
    return List.copyOf(all);
  }

  /** The quality that it was made in, as far as we know. */
  Quality madeIn(Order order, ImageMetadata told) {
    return quality(order, told).orElse(order.output().quality());
  }

  /** How it was made, where that is not how it was ordered and so not what was quoted. */
  Optional<MadeAs> made(Order order, ImageInfo came, ImageMetadata told) {
    Quality quality = madeIn(order, told);
    return sizeFits(order, came.size()) && quality.equals(order.output().quality())
        ? Optional.empty()
        : Optional.of(new MadeAs(came.size(), quality));
  }

  /** The pixels that the caller shall get. */
  static ImageSize ordered(Order order) {
    return order.output().delivered().orElseGet(() -> QuoteJob.size(order));
  }

  /** Whether it was made in the size that was asked for, or right away in that which is wanted. */
  static boolean sizeFits(Order order, ImageSize came) {
    return came.equals(QuoteJob.size(order)) || came.equals(ordered(order));
  }

  /** A word that the model's data does not know says nothing. */
  private Optional<Quality> quality(Order order, ImageMetadata told) {
    return told.admitted()
        .quality()
        .filter(made ->
            catalog
                .find(order.model())
                .filter(model -> model.qualities().contains(made))
                .isPresent());
  }

  private static String word(boolean transparent) {
    return (transparent ? Background.TRANSPARENT : Background.OPAQUE).word();
  }

  private static Difference differs(Kind kind, String what, String came, String ordered) {
    return new Difference(kind, what + " " + came + " where " + ordered + " was ordered");
  }
}
