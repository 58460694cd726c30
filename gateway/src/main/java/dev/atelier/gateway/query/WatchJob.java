package dev.atelier.gateway.query;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.job.RecordedImages;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.RequestFault;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import dev.atelier.queue.events.EventSubscription;
import dev.atelier.queue.events.JobEvent;
import dev.atelier.queue.events.JobEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Waits with a caller for a job, telling it what happens on the way. */
public final class WatchJob {
  /** How often a waiting caller hears that it is not forgotten. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** While nothing is heard of other processes, a waiting caller's job is looked at so often. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** A preview of which nothing comes for so long is given up, well before the next heartbeat. */
  private static final Duration STALL = Duration.ofSeconds(5);

  private final JobStore store;
  private final JobEvents events;
  private final RecordedImages recorded;
  private final FindJob find;
  private final Set<Watch> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean leavingQueued;

  public WatchJob(JobStore store, JobEvents events, RecordedImages recorded, FindJob find) {
    this.store = store;
    this.events = events;
    this.recorded = recorded;
    this.find = find;
  }

  /** Begins to watch; subscribe before the job can end, then {@link Watch#await}. */
  public Watch watch(Job job) {
    return new Watch(job, events.subscribe(job.id()), false);
  }

  /** Watches the job that {@code submit} makes from before it can start. */
  public Watch from(Function<Consumer<JobId>, Submitted> submit) {
    try (var early = new EarlySubscription(events)) {
      Submitted made = submit.apply(early);
      Job job = made.job();
      return new Watch(job, early.take(job.id()), made.how() == Submitted.How.NEW);
    }
  }

  /**
   * Ends the wait for every job that has not begun, and from now on any such wait: this process
   * will not begin it any more. Where others may, callers go on waiting.
   */
  public void leaveQueued() {
    if (!store.shared()) {
      leavingQueued = true;
      waiting.forEach(Watch::leaveQueued);
    }
  }

  /** Whether callers wait for what other processes may make. */
  public boolean waitsForOthers() {
    return store.shared() && !waiting.isEmpty();
  }

  /** Ends every wait for what other processes may make: callers can ask one of those. */
  public void leaveToOthers() {
    if (store.shared()) {
      waiting.forEach(Watch::leave);
    }
  }

  /** One caller's view of one job. */
  public final class Watch implements FindImage, AutoCloseable {
    private final Job job;
    private final EventSubscription subscription;
    private final boolean fromTheStart;
    private final Set<Integer> imagesTold = new HashSet<>();
    private @Nullable Job told;
    private boolean endTold;
    private volatile boolean begun;
    private volatile boolean left;
    private volatile @Nullable IOException over;

    private Watch(Job job, EventSubscription subscription, boolean fromTheStart) {
      this.job = job;
      this.subscription = subscription;
      this.fromTheStart = fromTheStart;
      this.told = fromTheStart || job.state().ended() ? job : null;
      this.begun = job.state() != JobState.QUEUED;
    }

    /** The job as it was when this began. */
    public Job job() {
      return job;
    }

    /** Whether nothing that happened to the job was missed. */
    public boolean fromTheStart() {
      return fromTheStart;
    }

    /** The job as it is now. */
    public Job now() {
      return read(job.id());
    }

    /**
     * The job with the images that were told of so far and, once it was awaited, as it ended; read
     * where that was not told. For the thread that waits.
     */
    public Job told() {
      Job known = told;
      if (known == null) {
        known = now();
        told = fromTheStart || known.state().ended() ? known : null;
      }
      return known;
    }

    /** Of an image that was committed just now it is known; any other is read. */
    @Override
    public Optional<StoredImage> image(Job job, ArtifactId id) {
      Optional<StoredImage> known =
          fromTheStart ? recorded.find(id).map(find::stored) : Optional.empty();
      return known.isPresent() ? known : find.image(job, id);
    }

    /**
     * Blocks until the job has ended and returns it as it ended.
     *
     * @throws IOException whatever {@code watcher} throws; the job goes on
     * @throws FaultException {@link AdmissionFault.Unavailable} when this process stops before the
     *     job began
     */
    public Job await(Watcher watcher) throws IOException, InterruptedException {
      return await(watcher, HEARTBEAT);
    }

    /** The same with another time between two heartbeats. */
    public Job await(Watcher watcher, Duration heartbeat) throws IOException, InterruptedException {
      waiting.add(this);
      try {
        if (leavingQueued) {
          leaveQueued();
        }
        return awaitEnd(watcher, heartbeat.toNanos());
      } catch (IOException e) {
        requireWanted();
        throw e;
      } finally {
        waiting.remove(this);
      }
    }

    /** Ends the wait from another thread: {@link #await} throws {@code why}. */
    public void end(IOException why) {
      over = why;
      subscription.close();
    }

    /** Whether another caller of this process waits for the same job. */
    public boolean othersWait() {
      return waiting.stream().anyMatch(other -> other != this && other.job.id().equals(job.id()));
    }

    private Job awaitEnd(Watcher watcher, long heartbeat) throws IOException, InterruptedException {
      Optional<Job> ended = endedBefore();
      long last = System.nanoTime();
      while (ended.isEmpty()) {
        long left = Math.max(0, heartbeat - (System.nanoTime() - last));
        Optional<JobEvent> event = next(left);
        requireWanted();
        if (event.isPresent()) {
          ended = told(event.get(), watcher);
        } else {
          if (System.nanoTime() - last >= heartbeat) {
            watcher.idle();
            last = System.nanoTime();
          }
          ended = looked(watcher);
        }
      }
      told = ended.get();
      return told;
    }

    private Optional<JobEvent> next(long nanos) throws InterruptedException {
      boolean heard = store.database().notices().connected() && !endTold;
      var wait = Duration.ofNanos(heard ? nanos : Math.min(nanos, LOOK.toNanos()));
      if (endTold) { // but not found in its row yet: no event follows
        Thread.sleep(wait);
        return Optional.empty();
      }
      return subscription.next(wait);
    }

    /** Tells what may have happened without an event; the job, if it has ended. */
    private Optional<Job> looked(Watcher watcher) throws IOException {
      Optional<Job> found = current();
      if (found.isEmpty() || found.get().state().ended()) {
        return found;
      }
      if (!begun && found.get().state() == JobState.RUNNING) {
        begun = true;
        watcher.started();
      }
      for (JobImage image : found.get().images()) {
        if (image.state() == ImageState.DONE) {
          imageDone(image.index(), Optional.of(image), watcher);
        }
      }
      return Optional.empty();
    }

    /** The job as its row says; empty where nobody can say now. */
    private Optional<Job> current() {
      try {
        return Optional.of(now());
      } catch (DatabaseUnavailableException e) {
        return Optional.empty(); // the caller goes on waiting, as its job does
      }
    }

    private void imageDone(int image, Optional<JobImage> result, Watcher watcher)
        throws IOException {
      if (imagesTold.add(image)) {
        imageTold(result);
        watcher.imageDone(image);
      }
    }

    private void requireWanted() throws IOException {
      IOException why = over;
      if (why != null) {
        throw why;
      }
      if (left) {
        throw AdmissionGate.stopping();
      }
    }

    /** Nobody tells of an end before the subscription. */
    private Optional<Job> endedBefore() {
      if (job.state().ended()) {
        return Optional.of(job);
      }
      return fromTheStart ? Optional.empty() : ended(job.id());
    }

    private Optional<Job> told(JobEvent event, Watcher watcher) throws IOException {
      switch (event) {
        case JobEvent.Partial(_, int image, int order, Path file) ->
            watcher.partial(image, order, file);
        case JobEvent.Arriving arriving -> arriving(arriving, watcher);
        case JobEvent.ImageDone(_, int image, var result) -> imageDone(image, result, watcher);
        case JobEvent.Progress(_, double fraction) -> watcher.progress(fraction);
        case JobEvent.Started _ -> {
          begun = true;
          watcher.started();
        }
        case JobEvent.Missed _ -> {
          return looked(watcher);
        }
        case JobEvent.Ended(_, var result) -> {
          endTold = true;
          return result.or(() -> current().filter(found -> found.state().ended()));
        }
      }
      return Optional.empty();
    }

    private void imageTold(Optional<JobImage> result) {
      Job known = told;
      told = known == null || result.isEmpty() ? null : known.with(result.get());
    }

    private void arriving(JobEvent.Arriving preview, Watcher watcher) throws IOException {
      InputStream bytes;
      try {
        bytes = preview.file().open(STALL, this::requireWanted);
      } catch (NoSuchFileException e) {
        return; // it broke off before anybody looked at it
      }
      try (bytes) {
        watcher.arriving(preview.image(), preview.order(), preview.background(), bytes);
      }
    }

    /** That the job has begun may not have been told yet. */
    private void leaveQueued() {
      if (!begun && now().state() == JobState.QUEUED) {
        leave();
      }
    }

    private void leave() {
      left = true;
      subscription.close();
    }

    @Override
    public void close() {
      subscription.close();
    }
  }

  private Optional<Job> ended(JobId id) {
    return Optional.of(read(id)).filter(job -> job.state().ended());
  }

  private Job read(JobId id) {
    return store
        .read(tx -> store.queue().find(tx, id))
        .orElseThrow(() -> new FaultException(new RequestFault.NotFound("job", id.toString())));
  }

  /** What a caller wants to hear while it waits. */
  public interface Watcher {
    Watcher SILENT = new Watcher() {};

    /** Another heartbeat has passed, whatever else happened meanwhile. */
    default void idle() throws IOException {}

    /** A worker has begun. */
    default void started() throws IOException {}

    default void progress(double fraction) throws IOException {}

    /**
     * A preview that is not whole yet: it is told as {@link #partial} later, unless it breaks off.
     *
     * @param preview waits for bytes that have not come; ends where the preview does or breaks off
     */
    default void arriving(int image, int order, Background background, InputStream preview)
        throws IOException {}

    /** A preview; the file is there until this returns. */
    default void partial(int image, int order, Path file) throws IOException {}

    /** A picture that is delivered on its own is ready. */
    default void imageDone(int image) throws IOException {}
  }
}
