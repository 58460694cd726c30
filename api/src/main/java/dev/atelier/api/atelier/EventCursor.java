package dev.atelier.api.atelier;

import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much of a job's story a client has heard. What it has not heard yet follows from the stored
 * job alone, so that it may go on with any process at any later time.
 *
 * <p>The ids of events are {@code created}, {@code started}, {@code image-2-0} and {@code ended}.
 * That of a picture lists all pictures told so far, its own last: pictures that end at the same
 * moment may be told in another order when they are read again, and still none is told twice or
 * forgotten.
 */
final class EventCursor {
  private static final String CREATED = "created";
  private static final String STARTED = "started";
  private static final String ENDED = "ended";
  private static final String IMAGE = "image";
  private static final Pattern IMAGES = Pattern.compile("image((?:-[0-9]{1,4}){1,200})");

  private boolean created;
  private boolean started;
  private boolean ended;
  private final Set<Integer> images = new LinkedHashSet<>();

  /**
   * One of the events that last.
   *
   * @param image which picture it is about
   */
  record Event(String id, String type, Instant at, OptionalInt image) {}

  /** What a client has heard that names this event as its last; nothing for an unknown one. */
  static EventCursor until(Optional<String> lastEventId) {
    var told = new EventCursor();
    String last = lastEventId.orElse("");
    var images = IMAGES.matcher(last);
    boolean image = images.matches();
    if (image) {
      for (String index : images.group(1).substring(1).split("-")) {
        told.images.add(Integer.valueOf(index));
      }
    }
    told.ended = last.equals(ENDED);
    told.started = last.equals(STARTED) || image || told.ended;
    told.created = last.equals(CREATED) || told.started;
    return told;
  }

  /** Whether the last event was told. */
  boolean everything() {
    return ended;
  }

  /** What the client has not heard of {@code job} yet, in order; from now on it has. */
  List<Event> next(Job job) {
    var events = new ArrayList<Event>();
    if (!created) {
      created = true;
      events.add(new Event(CREATED, "job.created", job.created(), OptionalInt.empty()));
    }
    if (!started && job.started().isPresent()) {
      started = true;
      events.add(new Event(STARTED, "job.started", job.started().get(), OptionalInt.empty()));
    }
    if (!ended) {
      images(job, events);
    }
    if (!ended && job.state().ended()) {
      ended = true;
      Instant at = job.ended().orElse(job.created());
      events.add(new Event(ENDED, "job." + Json.word(job.state()), at, OptionalInt.empty()));
    }
    return List.copyOf(events);
  }

  private void images(Job job, List<Event> events) {
    job.images().stream()
        .filter(image -> tellable(job, image) && !images.contains(image.index()))
        .sorted(
            Comparator.comparing((JobImage image) -> image.ended().orElse(job.created()))
                .thenComparingInt(JobImage::index))
        .forEach(image -> events.add(image(job, image)));
  }

  private Event image(Job job, JobImage image) {
    images.add(image.index());
    String id = IMAGE + images.stream().map(index -> "-" + index).collect(Collectors.joining());
    String type = image.state() == ImageState.DONE ? "image.completed" : "image.failed";
    return new Event(id, type, image.ended().orElse(job.created()), OptionalInt.of(image.index()));
  }

  private static boolean tellable(Job job, JobImage image) {
    return job.delivered(image) || image.state() == ImageState.FAILED;
  }
}
