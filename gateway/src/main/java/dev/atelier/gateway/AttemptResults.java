package dev.atelier.gateway;

import dev.atelier.image.JobId;
import dev.atelier.provider.Results;
import dev.atelier.queue.JobEvent;
import dev.atelier.queue.JobEvents;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StagedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Collects what one attempt delivers: pictures are staged and checked while their bytes pass,
 * previews go to whoever watches.
 */
final class AttemptResults implements Results, AutoCloseable {
  private final JobId job;
  private final ArtifactStore artifacts;
  private final JobEvents events;
  private final Consumer<String> storeRemoteId;
  private final Consumer<ProducedImage> whenMade;
  private final List<ProducedImage> made = new ArrayList<>();
  private final List<StagedFile> open = new ArrayList<>();
  private final Map<Integer, Integer> previews = new HashMap<>();

  /**
   * @param whenMade called on the provider's thread for each complete picture, usable or not
   */
  AttemptResults(
      JobId job,
      ArtifactStore artifacts,
      JobEvents events,
      Consumer<String> storeRemoteId,
      Consumer<ProducedImage> whenMade) {
    this.job = job;
    this.artifacts = artifacts;
    this.events = events;
    this.storeRemoteId = storeRemoteId;
    this.whenMade = whenMade;
  }

  @Override
  public void remoteId(String id) {
    storeRemoteId.accept(id);
  }

  @Override
  public void progress(double fraction) {
    events.publish(new JobEvent.Progress(job, Math.clamp(fraction, 0, 1)));
  }

  @Override
  public Sink image(int index) {
    return new CheckedSink(stage(), (staged, check, told) -> add(index, staged, check, told));
  }

  @Override
  public Sink partial(int index, int order) {
    return new CheckedSink(
        stage(),
        (staged, check, _) -> {
          if (check instanceof CheckedSink.Check.Usable) {
            publish(index, order, staged.handOver());
          }
        });
  }

  /** Every complete picture, in order of arrival. */
  synchronized List<ProducedImage> made() {
    return List.copyOf(made);
  }

  /** Previews delivered of one picture. */
  synchronized int previews(int index) {
    return previews.getOrDefault(index, 0);
  }

  /** Throws away whatever was staged and not stored. */
  @Override
  public synchronized void close() {
    open.forEach(StagedFile::close);
  }

  private void add(int index, StagedFile staged, CheckedSink.Check check, ImageMetadata told) {
    var one = new ProducedImage(index, staged, check, told, previews(index));
    synchronized (this) {
      made.add(one);
    }
    whenMade.accept(one);
  }

  private void publish(int index, int order, Path file) throws IOException {
    synchronized (this) {
      previews.merge(index, 1, Integer::sum);
    }
    events.publish(new JobEvent.Partial(job, index, order, file));
  }

  private synchronized StagedFile stage() {
    StagedFile staged = artifacts.stage();
    open.add(staged);
    return staged;
  }

  /**
   * One complete picture.
   *
   * @param previews how many previews of it went out
   */
  record ProducedImage(
      int index, StagedFile staged, CheckedSink.Check check, ImageMetadata told, int previews) {}
}
