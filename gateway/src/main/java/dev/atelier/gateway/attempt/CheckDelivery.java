package dev.atelier.gateway.attempt;

import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.attempt.CheckedImage.Deliverable;
import dev.atelier.gateway.attempt.CheckedImage.Undeliverable;
import dev.atelier.gateway.attempt.CheckedImage.Withheld;
import dev.atelier.gateway.attempt.CheckedSink.Check;
import dev.atelier.gateway.attempt.DeliveryPolicy.WrongSize;
import dev.atelier.gateway.attempt.JudgeOutput.Judged;
import dev.atelier.gateway.settle.FinishedImage;
import dev.atelier.image.Background;
import dev.atelier.image.Difference;
import dev.atelier.image.Difference.Kind;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageReport;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.Marks;
import dev.atelier.media.Transcoder;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.provider.Account;
import dev.atelier.queue.Job;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StagedFile;
import dev.atelier.storage.StoredBlob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds what was delivered against what was ordered: a wrong format is repaired, what shows through
 * where that was not ordered is put on white, a wrong size is by policy delivered, repaired or not
 * delivered, and whatever differed is reported.
 */
public final class CheckDelivery {
  private static final double SHAPE_TOLERANCE = 0.02;
  private static final List<String> UNTOUCHED = List.of("structure");
  private static final List<String> DECODED = List.of("structure", "decode");

  private final ArtifactStore artifacts;
  private final Transcoder transcoder;
  private final CompareWithOrder compare;
  private final WrongSize wrongSize;
  private final JudgeOutput judge;

  public CheckDelivery(
      ArtifactStore artifacts,
      Transcoder transcoder,
      Catalog catalog,
      DeliveryPolicy policy,
      JudgeOutput judge) {
    this.artifacts = artifacts;
    this.transcoder = transcoder;
    this.compare = new CompareWithOrder(catalog);
    this.wrongSize = policy.wrongSize();
    this.judge = judge;
  }

  /**
   * The image as it will be delivered, on disk under its hash, or why it will not be.
   *
   * @throws IOException when our own disk does not take it, which says nothing about the image
   * @throws dev.atelier.image.FaultException when our pixel budget is used up or nobody can judge
   *     the image now, likewise
   */
  CheckedImage deliver(Job job, Account account, ProducedImage made) throws IOException {
    return switch (made.check()) {
      case Check.Unusable(var problem) -> unusable(problem);
      case Check.Usable usable -> deliver(job, account, made, usable);
    };
  }

  private CheckedImage deliver(Job job, Account account, ProducedImage made, Check.Usable usable)
      throws IOException {
    Order order = job.request().order();
    ImageInfo came = usable.info();
    Optional<ImageSize> pixels = pixels(order, came.size());
    if (pixels.isEmpty()) {
      return new Undeliverable(
          new Difference(
              Kind.WRONG_SIZE,
              "the picture is %s where %s was ordered"
                  .formatted(came.size(), CompareWithOrder.ordered(order))));
    }
    Judged judged = judge.judge(job, made.staged(), came);
    if (judged.blocked().isPresent()) {
      return new Withheld(judged.blocked().get());
    }
    try {
      boolean transparent = came.alpha() && transcoder.transparent(made.staged().path(), came);
      var image = new Arrived(order, account, made, usable, transparent, judged);
      boolean asItIs =
          came.format() == order.output().format()
              && came.size().equals(pixels.get())
              && came.orientation() == 1
              && (!transparent || image.mayBeTransparent());
      return new Deliverable(asItIs ? untouched(image) : repaired(image, pixels.get()));
    } catch (UnusableMediaException e) {
      return unusable(e.problem());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * What may be shown of previews. Nothing shows through one either unless that was ordered, and it
   * is judged as what is delivered: where pictures are, nothing is shown before it is whole.
   */
  AttemptResults.PreviewCheck previews(Job job) {
    return new AttemptResults.PreviewCheck() {
      @Override
      public boolean fits(ImageInfo came) {
        return !judge.judges() && (!came.alpha() || mayBeTransparent(job.request().order()));
      }

      @Override
      public Optional<Path> shown(StagedFile staged, ImageInfo came) {
        return judge.shows(job, staged, came)
            ? preview(job.request().order(), staged, came)
            : Optional.empty();
      }
    };
  }

  private Optional<Path> preview(Order order, StagedFile staged, ImageInfo came) {
    try {
      if (mayBeTransparent(order)
          || !came.alpha()
          || !transcoder.transparent(staged.path(), came)) {
        return Optional.of(staged.handOver());
      }
      try (StagedFile mended = artifacts.stageForHandOver()) {
        int compression = order.output().compression();
        transcoder.transcode(
            staged.path(), came, came.size(), came.format(), compression, false, mended);
        return Optional.of(mended.handOver());
      }
    } catch (UnusableMediaException | IOException | UncheckedIOException | FaultException e) {
      return Optional.empty();
    }
  }

  private static boolean mayBeTransparent(Order order) {
    return order.output().background() == Background.TRANSPARENT;
  }

  private static Undeliverable unusable(String problem) {
    return new Undeliverable(new Difference(Kind.UNUSABLE, "the picture " + problem));
  }

  /** The pixels that are delivered; empty where it is not. */
  private Optional<ImageSize> pixels(Order order, ImageSize came) {
    ImageSize ordered = CompareWithOrder.ordered(order);
    if (CompareWithOrder.sizeFits(order, came)) {
      return Optional.of(ordered);
    }
    return switch (wrongSize) {
      case FAIL -> Optional.empty();
      case RESAMPLE -> resampled(ordered, came);
      case ACCEPT ->
          order.output().delivered().isPresent()
              ? resampled(ordered, came) // exactly these pixels were promised
              : Optional.of(came);
    };
  }

  /** Nothing is stretched out of shape. */
  private static Optional<ImageSize> resampled(ImageSize ordered, ImageSize came) {
    double wanted = (double) ordered.width() / ordered.height();
    double made = (double) came.width() / came.height();
    return Math.abs(wanted / made - 1) > SHAPE_TOLERANCE ? Optional.empty() : Optional.of(ordered);
  }

  private FinishedImage untouched(Arrived image) throws IOException {
    StoredBlob stored = image.made().staged().seal();
    List<String> checks = image.came().alpha() ? DECODED : UNTOUCHED;
    return finished(image, stored, image.came(), checks, List.of());
  }

  private FinishedImage repaired(Arrived image, ImageSize pixels)
      throws IOException, UnusableMediaException {
    Output output = image.order().output();
    ProducedImage made = image.made();
    try (StagedFile mended = artifacts.stage()) {
      ImageInfo result =
          transcoder.transcode(
              made.staged().path(),
              image.came(),
              new Transcoder.Target(
                  pixels,
                  output.format(),
                  output.compression(),
                  image.mayBeTransparent(),
                  marks(made)),
              mended);
      return finished(image, mended.seal(), result, DECODED, repairs(image, result));
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

  private static List<String> repairs(Arrived image, ImageInfo to) {
    ImageInfo from = image.came();
    var repairs = new ArrayList<String>();
    if (from.format() != to.format()) {
      repairs.add("format " + from.format().word() + " -> " + to.format().word());
    }
    if (!from.size().equals(to.size())) {
      repairs.add("size " + from.size() + " -> " + to.size());
    }
    if (image.transparent() && !image.mayBeTransparent()) {
      repairs.add("background transparent -> opaque");
    }
    repairs.add("re-encoded: provenance of the original bytes is lost");
    return repairs;
  }

  private FinishedImage finished(
      Arrived image, StoredBlob blob, ImageInfo result, List<String> checks, List<String> repairs) {
    Order order = image.order();
    var told = image.made().metadata();
    List<Difference> differences =
        compare.differences(order, image.account(), image.came(), image.transparent(), told);
    boolean transparent = image.transparent() && image.mayBeTransparent();
    var report =
        new ImageReport(
            result.size(),
            result.format(),
            compare.madeIn(order, told),
            transparent ? Background.TRANSPARENT : Background.OPAQUE,
            image.account().provider(),
            image.account().id(),
            told.seed(),
            told.revisedPrompt(),
            Stream.concat(checks.stream(), image.judged().checks().stream()).toList(),
            repairs,
            Stream.concat(differences.stream().map(Difference::words), told.differences().stream())
                .distinct()
                .toList(),
            told.notUnderstood(),
            image.judged().flagged(),
            image.usable().picture());
    return new FinishedImage(
        image.made().index(),
        blob,
        report,
        told.usage(),
        image.made().previews(),
        compare.made(order, image.came(), told),
        differences,
        false);
  }

  /**
   * A whole image with what was ordered of whom.
   *
   * @param transparent whether anything shows through it
   */
  private record Arrived(
      Order order,
      Account account,
      ProducedImage made,
      Check.Usable usable,
      boolean transparent,
      Judged judged) {
    ImageInfo came() {
      return usable.info();
    }

    boolean mayBeTransparent() {
      return CheckDelivery.mayBeTransparent(order);
    }
  }
}
