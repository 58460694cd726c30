package dev.atelier.gateway.attempt;

import dev.atelier.http.upstream.UpstreamExchange;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.media.ImageInfo;
import dev.atelier.provider.RemainingLimit;
import dev.atelier.provider.Results;
import dev.atelier.queue.events.ArrivingFile;
import dev.atelier.queue.events.JobEvent;
import dev.atelier.queue.events.JobEvents;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StagedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects what one call delivers: images are staged and checked while their bytes pass, previews
 * go to whoever watches.
 */
final class AttemptResults implements Results, AutoCloseable {
  private final JobId job;
  private final ArtifactStore artifacts;
  private final JobEvents events;
  private final Listener listener;
  private final CallTrace trace;
  private final boolean several;
  private final PreviewCheck previewCheck;
  private final List<StagedFile> open = new ArrayList<>();
  private final Map<Integer, Integer> previews = new HashMap<>();
  private Optional<FaultException> trouble = Optional.empty();
  private Optional<String> remoteId;
  private boolean heldBack;
  private boolean sent;

  /**
   * @param remoteId the upstream's id of the call, where it is known already
   * @param several whether the job has more than one image, so that one may come twice
   * @param previewCheck makes of a preview what may be shown
   */
  AttemptResults(
      JobId job,
      ArtifactStore artifacts,
      JobEvents events,
      Optional<String> remoteId,
      CallTrace trace,
      boolean several,
      PreviewCheck previewCheck,
      Listener listener) {
    this.job = job;
    this.artifacts = artifacts;
    this.events = events;
    this.remoteId = remoteId;
    this.sent = remoteId.isPresent();
    this.trace = trace;
    this.several = several;
    this.previewCheck = previewCheck;
    this.listener = listener;
  }

  @Override
  public void sending() {
    trace.ordering();
    if (!sent()) {
      Optional<String> chosenId;
      try {
        chosenId = listener.sending();
      } catch (RuntimeException e) {
        synchronized (this) {
          heldBack = true;
        }
        throw e;
      }
      synchronized (this) {
        sent = true;
        remoteId = remoteId.or(() -> chosenId);
      }
    }
  }

  @Override
  public void remoteId(String id) {
    synchronized (this) {
      remoteId = Optional.of(id); // also where its commit fails: the call can be found by it
      sent = true;
    }
    listener.remoteId(id);
  }

  @Override
  public void exchanged(UpstreamExchange exchange) {
    trace.exchanged(exchange);
  }

  @Override
  public void stated(Statement statement) {
    trace.stated(statement);
  }

  @Override
  public void allowance(RemainingLimit left) {
    listener.allowance(left);
  }

  @Override
  public void progress(double fraction) {
    events.publish(new JobEvent.Progress(job, Math.clamp(fraction, 0, 1)));
  }

  @Override
  public boolean cancelled() {
    return listener.cancelled();
  }

  @Override
  public Results.Sink image(int index) {
    var receiver =
        new CheckedSink.Receiver() {
          @Override
          public void complete(StagedFile staged, CheckedSink.Check check, ImageMetadata metadata) {
            if (check instanceof CheckedSink.Check.Usable(var info, _)) {
              trace.received(index, info, staged.bytes());
            }
            listener.produced(new ProducedImage(index, staged, check, metadata, previews(index)));
          }

          @Override
          public void failed(FaultException e) {
            AttemptResults.this.failed(e);
          }
        };
    StagedFile staged = opened(artifacts.stage());
    return several ? CheckedSink.hashing(staged, receiver) : CheckedSink.of(staged, receiver);
  }

  @Override
  public Results.Sink partial(int index, int order) {
    return new PreviewSink(
        CheckedSink.of(
            opened(artifacts.stageForHandOver()),
            new CheckedSink.Receiver() {
              @Override
              public void complete(
                  StagedFile staged, CheckedSink.Check check, ImageMetadata metadata) {
                if (check instanceof CheckedSink.Check.Usable(var info, _)) {
                  previewCheck.shown(staged, info).ifPresent(file -> publish(index, order, file));
                }
              }

              @Override
              public void failed(FaultException e) {}
            }),
        (info, file) -> begin(index, order, info, file));
  }

  /** Shows a preview while it arrives, if nothing of it can be wrong any more. */
  private boolean begin(int index, int order, ImageInfo info, ArrivingFile file) {
    if (!previewCheck.fits(info)) {
      return false;
    }
    Background background = info.alpha() ? Background.TRANSPARENT : Background.OPAQUE;
    events.publish(new JobEvent.Arriving(job, index, order, background, file));
    return true;
  }

  /** What is to be kept of the call. */
  CallTrace trace() {
    return trace;
  }

  @Override
  public void surplus(int images) {
    listener.surplus(images);
  }

  /** Whether the first byte of the request may have left. */
  synchronized boolean sent() {
    return sent;
  }

  /** Whether the call never left, because that could not be stored. */
  synchronized boolean heldBack() {
    return heldBack && !sent;
  }

  /** The upstream's id of the call, once known. */
  synchronized Optional<String> knownRemoteId() {
    return remoteId;
  }

  /** That our own disk did not take an image, since this was asked last. */
  synchronized Optional<FaultException> takeTrouble() {
    Optional<FaultException> taken = trouble;
    trouble = Optional.empty();
    return taken;
  }

  /** Throws away whatever was staged and not stored. */
  @Override
  public synchronized void close() {
    open.forEach(StagedFile::close);
  }

  private synchronized void failed(FaultException e) {
    trouble = Optional.of(e);
  }

  /** Previews delivered of one image. */
  private synchronized int previews(int index) {
    return previews.getOrDefault(index, 0);
  }

  private void publish(int index, int order, Path file) {
    synchronized (this) {
      previews.merge(index, 1, Integer::sum);
    }
    events.publish(new JobEvent.Partial(job, index, order, file));
  }

  private synchronized StagedFile opened(StagedFile staged) {
    open.add(staged);
    return staged;
  }

  /** Says what may be shown of a preview. */
  interface PreviewCheck {
    /** Whether one with this header needs no mending, so that it may be shown as it arrives. */
    boolean fits(ImageInfo came);

    /** A whole one as it may be shown, for the caller to delete, or none. */
    Optional<Path> shown(StagedFile staged, ImageInfo came);
  }

  /** Told on the provider's thread; what it throws ends the call. */
  interface Listener {
    /**
     * The first byte is about to leave. Returns the upstream's id of the call where our side
     * chooses it.
     */
    Optional<String> sending();

    void remoteId(String id);

    /** Whether the call was interrupted because its job was cancelled. */
    boolean cancelled();

    void allowance(RemainingLimit left);

    /** A complete image, usable or not. */
    void produced(ProducedImage image);

    /** So many images came beyond those that were ordered. */
    void surplus(int images);
  }
}
