package dev.atelier.queue;

import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job as it was when it was read: what was ordered and where it stands. */
public record Job(JobSpec spec, JobProgress progress) {
  private static final long CLAIMED_FIRST = 2;

  /** A job as the commit that accepts it leaves it: queued, or running since {@code started}. */
  public static Job accepted(JobSpec spec, Optional<Instant> started) {
    return new Job(spec, JobProgress.accepted(spec.count(), started));
  }

  public JobId id() {
    return spec.id();
  }

  public TenantId tenant() {
    return spec.tenant();
  }

  public KeyId key() {
    return spec.key();
  }

  /** The routing key of the work, as text. */
  public String route() {
    return spec.route();
  }

  public ImageRequest request() {
    return spec.request();
  }

  public Origin origin() {
    return spec.origin();
  }

  /** The API it came through. */
  public String dialect() {
    return spec.origin().dialect();
  }

  /** What only that API needs to answer later. */
  public String dialectState() {
    return spec.origin().dialectState();
  }

  public CompletionPolicy completion() {
    return spec.handling().completion();
  }

  public boolean interactive() {
    return spec.handling().interactive();
  }

  /** Whether its request asks to be told of it by webhook. */
  public boolean subscribed() {
    return spec.handling().subscribed();
  }

  public Price price() {
    return spec.price();
  }

  /** What is set aside for all of its images when it is accepted, in micro-dollars. */
  public long heldMicros() {
    return spec.heldMicros();
  }

  public Instant created() {
    return spec.created();
  }

  public JobState state() {
    return progress.state();
  }

  /** Why it failed or was cancelled; empty in every other state. */
  public Optional<JobFault> fault() {
    return progress.fault();
  }

  public Optional<Instant> started() {
    return progress.started();
  }

  public Optional<Instant> ended() {
    return progress.ended();
  }

  /** How long it waited, if it runs and never did before: nothing but a claim changed it yet. */
  public Optional<Duration> firstWait() {
    return version() > CLAIMED_FIRST
        ? Optional.empty()
        : started().map(start -> Duration.between(created(), start));
  }

  public long version() {
    return progress.version();
  }

  /** All of them, by index. */
  public List<JobImage> images() {
    return progress.images();
  }

  /** The indexes of the images that are neither finished nor failed. */
  public List<Integer> pending() {
    return images().stream()
        .filter(image -> image.state() == ImageState.PENDING)
        .map(JobImage::index)
        .toList();
  }

  /** Whether an image of it is its caller's: made, and delivered on its own or with the job. */
  public boolean delivered(JobImage image) {
    return image.state() == ImageState.DONE
        && (completion() == CompletionPolicy.EACH || state() == JobState.SUCCEEDED);
  }

  /** The same with one of its images as it ended. */
  public Job with(JobImage ended) {
    var all = new ArrayList<>(images());
    all.set(ended.index(), ended);
    return with(progress.with(all));
  }

  Job with(JobProgress other) {
    return new Job(spec, other);
  }
}
