package dev.atelier.api.openai;

import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.gateway.query.WatchJob.Watcher;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells a client of its pictures strictly one after another, whatever order they arrive in (OpenAI
 * Images, 3.2): events carry no index, so the previews of a picture come first and then its own
 * completion. What arrives of a later picture waits.
 */
final class ImageStream implements Watcher {
  private static final int NOBODY = -1;

  private final Watch watch;
  private final ImageEvents events;
  private final SortedMap<Integer, List<Path>> waiting = new TreeMap<>();
  private final Map<Integer, Integer> previews = new HashMap<>();
  private final Set<Integer> over = new HashSet<>();
  private int current = NOBODY;

  ImageStream(Watch watch, ImageEvents events) {
    this.watch = watch;
    this.events = events;
  }

  /** Tells everything until the job has ended; returns why it failed, if it did. */
  Optional<Fault> tell() throws IOException, InterruptedException {
    Job ended = watch.await(this);
    for (JobImage image : inOrder(ended)) {
      finish(ended, image);
    }
    return fault(ended);
  }

  @Override
  public void idle() throws IOException {
    events.keepAlive();
  }

  @Override
  public void partial(int image, int order, Path file) throws IOException {
    if (over.contains(image)) {
      return;
    }
    if (current == NOBODY) {
      current = image;
    }
    if (image == current) {
      preview(image, file);
    } else {
      waiting.computeIfAbsent(image, _ -> new ArrayList<>()).add(file);
    }
  }

  @Override
  public void imageDone(int image) throws IOException {
    if (current == NOBODY) {
      current = image;
    }
    if (image == current) {
      advance(watch.now());
    }
  }

  /** The current picture has ended; goes on with those that ended meanwhile. */
  private void advance(Job now) throws IOException {
    for (JobImage image : inOrder(now)) {
      if (image.state() != ImageState.PENDING) {
        finish(now, image);
      }
    }
    current = waiting.isEmpty() ? NOBODY : waiting.firstKey();
    flush(current);
  }

  /** The current picture first, then by index. */
  private List<JobImage> inOrder(Job job) {
    var images = new ArrayList<JobImage>(job.images());
    images.sort((a, b) -> Boolean.compare(b.index() == current, a.index() == current));
    return images;
  }

  private void finish(Job job, JobImage image) throws IOException {
    if (!over.add(image.index())) {
      return;
    }
    if (image.state() == ImageState.DONE) {
      flush(image.index());
      events.completed(job, image);
    }
    waiting.remove(image.index());
  }

  private void flush(int image) throws IOException {
    for (Path file : Optional.ofNullable(waiting.remove(image)).orElse(List.of())) {
      preview(image, file);
    }
  }

  private void preview(int image, Path file) throws IOException {
    int sent = previews.getOrDefault(image, 0);
    if (sent < watch.job().request().order().partials()) {
      previews.put(image, sent + 1);
      events.partial(watch.job(), sent, file);
    }
  }

  /** A picture withheld by moderation is no failure as long as another was delivered. */
  private static Optional<Fault> fault(Job ended) {
    if (ended.state() != JobState.SUCCEEDED) {
      return Optional.of(ended.fault().orElseGet(JobFault.Cancelled::new));
    }
    return ended.images().stream()
        .<Fault>flatMap(image -> image.fault().stream())
        .filter(fault -> !(fault instanceof Blocked))
        .findFirst();
  }
}
