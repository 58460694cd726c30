package dev.atelier.api.openai;

import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.gateway.query.WatchJob.Watcher;
import dev.atelier.image.Background;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
  private final Set<Shown> shown = new HashSet<>();
  private int current = NOBODY;

  /** A preview that was shown as it arrived. */
  private record Shown(int image, int order) {}

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
    if (shown.remove(new Shown(image, order)) || over.contains(image)) {
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

  /** The current picture's is shown at once; what is whole later is what was shown already. */
  @Override
  public void arriving(int image, int order, Background background, InputStream preview)
      throws IOException {
    if (current == NOBODY && !over.contains(image)) {
      current = image;
    }
    if (image == current) {
      shown.add(new Shown(image, order));
      OptionalInt number = number(image);
      if (number.isPresent()) {
        events.arriving(watch.job(), number.getAsInt(), background, preview);
      }
    }
  }

  @Override
  public void imageDone(int image) throws IOException {
    if (current == NOBODY) {
      current = image;
    }
    if (image == current) {
      advance(watch.told());
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
    OptionalInt number = number(image);
    if (number.isPresent()) {
      events.partial(watch.job(), number.getAsInt(), file);
    }
  }

  /** The number of the next preview of a picture, as long as it is one of those ordered. */
  private OptionalInt number(int image) {
    int sent = previews.getOrDefault(image, 0);
    if (sent >= watch.job().request().order().partials()) {
      return OptionalInt.empty();
    }
    previews.put(image, sent + 1);
    return OptionalInt.of(sent);
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
