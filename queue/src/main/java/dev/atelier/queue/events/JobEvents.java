package dev.atelier.queue.events;

import dev.atelier.image.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever waits in this process what happens to a job, here or in another process. Nothing is
 * stored: subscribe first, then read the job's row, and an end in this process cannot be missed; of
 * others it may be, and {@link JobEvent.Missed} says when. Publishing never waits for a waiter.
 *
 * <p>Preview files belong to this hub from the moment they are published. They are deleted when the
 * last subscription that was open then is closed, and at once when none is open: a later one is
 * told nothing of the past.
 */
public final class JobEvents {
  private static final Logger LOG = LoggerFactory.getLogger(JobEvents.class);
  private static final int BUFFER_MAX = 64;

  private final ConcurrentHashMap<JobId, Channel> channels = new ConcurrentHashMap<>();
  private volatile EventRelay relay = EventRelay.NONE;

  /** Has other processes told of what happens in this one. */
  public void relayTo(EventRelay other) {
    relay = other;
  }

  /** Listens to one job, from now on. */
  public EventSubscription subscribe(JobId job) {
    var listener = new Listener(job);
    channels.compute(
        job,
        (_, old) -> {
          var channel = old == null ? new Channel() : old;
          channel.buffers.add(listener.buffer);
          return channel;
        });
    return listener;
  }

  /** Tells all that listen to the event's job, in other processes too. */
  public void publish(JobEvent event) {
    boolean reached = reach(event);
    if (!reached && event instanceof JobEvent.Partial partial && !relay.takes(partial)) {
      delete(partial.file());
    }
    relay.published(event);
  }

  /** Tells those in this process of what happened in another. */
  public void heard(JobEvent event) {
    if (!reach(event) && event instanceof JobEvent.Partial partial) {
      delete(partial.file());
    }
  }

  /** Tells all in this process that what happens in others may have been missed. */
  public void missed() {
    channels.keySet().forEach(job -> heard(new JobEvent.Missed(job)));
  }

  /** Whether somebody in this process listens to a job. */
  public boolean listened(JobId job) {
    return channels.containsKey(job);
  }

  private boolean reach(JobEvent event) {
    var reached =
        channels.computeIfPresent(
            event.job(),
            (_, channel) -> {
              channel.take(event);
              return channel;
            });
    return reached != null;
  }

  /** How many jobs are listened to. */
  public int listened() {
    return channels.size();
  }

  private void leave(JobId job, EventBuffer buffer) {
    buffer.close();
    var unread = new ArrayList<Path>();
    channels.computeIfPresent(
        job,
        (_, channel) -> {
          channel.buffers.remove(buffer);
          if (!channel.buffers.isEmpty()) {
            return channel;
          }
          unread.addAll(channel.files);
          return null;
        });
    unread.forEach(JobEvents::delete);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a preview file could not be deleted; the next start sweeps it", e);
    }
  }

  /** The listeners of one job and the files they may read; guarded by its map entry. */
  private static final class Channel {
    final List<EventBuffer> buffers = new ArrayList<>();
    final Set<Path> files = new LinkedHashSet<>();

    void take(JobEvent event) {
      if (event instanceof JobEvent.Partial partial) {
        files.add(partial.file());
      }
      buffers.forEach(buffer -> buffer.put(event));
    }
  }

  private final class Listener implements EventSubscription {
    private final JobId job;
    private final EventBuffer buffer = new EventBuffer(BUFFER_MAX);

    Listener(JobId job) {
      this.job = job;
    }

    @Override
    public Optional<JobEvent> next(Duration timeout) throws InterruptedException {
      return buffer.take(timeout);
    }

    @Override
    public void close() {
      leave(job, buffer);
    }
  }
}
