package dev.atelier.gateway.attempt;

import dev.atelier.gateway.attempt.CheckedSink.Check;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.gateway.settle.FinishedImage;
import dev.atelier.image.Background;
import dev.atelier.image.ImageReport;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.Marks;
import dev.atelier.media.Transcoder;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.provider.Account;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StagedFile;
import dev.atelier.storage.StoredBlob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds what was delivered against what was ordered: a wrong format or a wrong size of the right
 * shape is repaired and reported, anything else is not deliverable.
 */
public final class CheckDelivery {
  private static final double SHAPE_TOLERANCE = 0.02;

  private final ArtifactStore artifacts;
  private final Transcoder transcoder;

  public CheckDelivery(ArtifactStore artifacts, Transcoder transcoder) {
    this.artifacts = artifacts;
    this.transcoder = transcoder;
  }

  /**
   * The image as it will be delivered, on disk under its hash.
   *
   * @throws UnusableMediaException when it is not what was ordered
   * @throws IOException when our own disk does not take it, which says nothing about the image
   * @throws dev.atelier.image.FaultException when our pixel budget is used up, likewise
   */
  FinishedImage deliver(Order order, Account account, ProducedImage made)
      throws UnusableMediaException, IOException {
    ImageInfo info =
        switch (made.check()) {
          case Check.Usable(var usable) -> usable;
          case Check.Unusable(var problem) -> throw new UnusableMediaException(problem);
        };
    ImageSize ordered = delivered(order);
    requireShape(ordered, info.size());
    return info.format() == order.output().format()
            && info.size().equals(ordered)
            && info.orientation() == 1
        ? untouched(order, account, made, info)
        : repaired(order, account, made, info);
  }

  private static FinishedImage untouched(
      Order order, Account account, ProducedImage made, ImageInfo info) throws IOException {
    StoredBlob stored = made.staged().seal();
    return finished(
        made, stored, report(order, account, made, info, List.of("structure"), List.of()));
  }

  private FinishedImage repaired(Order order, Account account, ProducedImage made, ImageInfo info)
      throws IOException, UnusableMediaException {
    Output output = order.output();
    try (StagedFile mended = artifacts.stage()) {
      ImageInfo result =
          transcoder.transcode(
              made.staged().path(),
              info,
              new Transcoder.Target(
                  delivered(order),
                  output.format(),
                  output.compression(),
                  output.background() == Background.TRANSPARENT,
                  marks(made)),
              mended);
      return finished(
          made,
          mended.seal(),
          report(
              order, account, made, result, List.of("structure", "decode"), repairs(info, result)));
    }
  }

  /** What the picture says about how it was made still holds; what we cannot read is dropped. */
  private static Marks marks(ProducedImage made) {
    try {
      return Marks.read(made.staged().path()).orElse(Marks.NONE);
    } catch (UnusableMediaException | IllegalArgumentException | UncheckedIOException e) {
      return Marks.NONE;
    }
  }

  private static ImageSize delivered(Order order) {
    return order.output().delivered().orElseGet(() -> QuoteJob.size(order));
  }

  private static List<String> repairs(ImageInfo from, ImageInfo to) {
    var repairs = new ArrayList<String>();
    if (from.format() != to.format()) {
      repairs.add("format " + from.format().word() + " -> " + to.format().word());
    }
    if (!from.size().equals(to.size())) {
      repairs.add("size " + from.size() + " -> " + to.size());
    }
    repairs.add("re-encoded: provenance of the original bytes is lost");
    return repairs;
  }

  private static void requireShape(ImageSize ordered, ImageSize got) throws UnusableMediaException {
    double wanted = (double) ordered.width() / ordered.height();
    double made = (double) got.width() / got.height();
    if (Math.abs(wanted / made - 1) > SHAPE_TOLERANCE) {
      throw new UnusableMediaException("is " + got + " where " + ordered + " was ordered");
    }
  }

  private static ImageReport report(
      Order order,
      Account account,
      ProducedImage made,
      ImageInfo info,
      List<String> checks,
      List<String> repairs) {
    boolean transparent = order.output().background() == Background.TRANSPARENT && info.alpha();
    return new ImageReport(
        info.size(),
        info.format(),
        order.output().quality(),
        transparent ? Background.TRANSPARENT : Background.OPAQUE,
        account.provider(),
        account.id(),
        made.metadata().seed(),
        made.metadata().revisedPrompt(),
        checks,
        Stream.concat(repairs.stream(), made.metadata().differences().stream()).toList(),
        made.metadata().notUnderstood());
  }

  private static FinishedImage finished(ProducedImage made, StoredBlob blob, ImageReport report) {
    return new FinishedImage(made.index(), blob, report, made.metadata().usage(), made.previews());
  }
}
