package dev.atelier.providers.sandbox;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.Background;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.SizeChoice;
import dev.atelier.providers.sandbox.Token.WrongQuality;
import dev.atelier.providers.sandbox.layout.Page;
import dev.atelier.providers.sandbox.words.Brief;
import dev.atelier.providers.sandbox.words.PromptReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A call, understood: what every picture of it will show.
 *
 * @param seed the caller's, or one derived from the request
 * @param hash of the request, hexadecimal
 * @param detail how much is drawn: where the quality stands among its model's, 1 for the lowest
 * @param notUnderstood words and tokens that were ignored
 */
record Assignment(
    ImageRequest request,
    Script script,
    Brief brief,
    Page page,
    long seed,
    String hash,
    int detail,
    List<String> notUnderstood) {
  private static final int DETAIL_IF_UNKNOWN = 2;
  private static final ImageSize SIZE_IF_AUTO = new ImageSize(1024, 1024);

  static Assignment of(ImageRequest request, Catalog catalog) {
    var script = Script.read(request.order().prompt().text());
    var brief = PromptReading.of(script.text());
    var notUnderstood = new ArrayList<>(brief.notUnderstood());
    boolean masked = request instanceof ImageRequest.Edit edit && edit.mask().isPresent();
    if (brief.removal() && !masked) {
      notUnderstood.add("removing something without a mask");
    }
    if (clearsNothing(request, masked)) {
      notUnderstood.add("a transparent background without a mask that says what to clear");
    }
    notUnderstood.addAll(script.malformed());
    var hash = RequestHash.of(request);
    long seed = request.order().seed().orElseGet(() -> RequestHash.seed(request));
    return new Assignment(
        request,
        script,
        brief,
        Page.of(brief),
        seed,
        hash,
        detail(request.order(), script, catalog),
        List.copyOf(notUnderstood));
  }

  /** An edit of a solid picture stays solid where no mask says otherwise. */
  private static boolean clearsNothing(ImageRequest request, boolean masked) {
    return request instanceof ImageRequest.Edit edit
        && request.order().output().background() == Background.TRANSPARENT
        && !masked
        && !edit.images().getFirst().alpha();
  }

  /** The model may have left the catalog since the order was accepted. */
  private static int detail(Order order, Script script, Catalog catalog) {
    Quality ordered = order.output().quality();
    Quality made = script.first(WrongQuality.class).map(WrongQuality::quality).orElse(ordered);
    return catalog
        .find(order.model())
        .map(model -> model.level(made))
        .filter(level -> level > 0)
        .orElse(DETAIL_IF_UNKNOWN);
  }

  Order order() {
    return request.order();
  }

  ImageSize size() {
    var ordered =
        switch (order().output().size()) {
          case SizeChoice.Exact(var exact) -> exact;
          case SizeChoice.Auto _ -> SIZE_IF_AUTO;
        };
    return script.first(Token.WrongSize.class).map(Token.WrongSize::size).orElse(ordered);
  }

  OutputFormat format() {
    return script
        .first(Token.WrongFormat.class)
        .map(Token.WrongFormat::format)
        .orElse(order().output().format());
  }

  /** The effort it is made with, where that is not what was ordered. */
  Optional<Quality> otherQuality() {
    return script
        .first(WrongQuality.class)
        .map(WrongQuality::quality)
        .filter(made -> !made.equals(quality()));
  }

  /** Which of the job's pictures is drawn in the place of this one. */
  int shown(int index) {
    return script.has(Token.Repeat.class) ? 0 : index;
  }

  boolean transparent() {
    return order().output().background() == Background.TRANSPARENT;
  }

  Quality quality() {
    var quality = order().output().quality();
    return quality.equals(Quality.AUTO) ? Quality.MEDIUM : quality;
  }

  /** The seed of one of the job's pictures: neighbours have nothing in common. */
  long seedOf(int index) {
    long mixed = seed + 0x9e3779b97f4a7c15L * (index + 1);
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
