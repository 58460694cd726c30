package dev.atelier.api.responses;

import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.image.JobId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is recorded in this process of responses in the background, a bounded number of them, while
 * they are made and for a while after.
 */
final class Recordings {
  private static final int COUNT_MAX = 256;

  private final Duration kept;
  private final ConcurrentHashMap<JobId, Recording> byJob = new ConcurrentHashMap<>();

  /**
   * @param kept how long a recording stays after its job has ended
   */
  Recordings(Duration kept) {
    this.kept = kept;
  }

  /** Records a job of which nothing was missed; false if there is no room, and nothing happened. */
  boolean start(Watch watch) {
    if (byJob.size() >= COUNT_MAX) {
      return false;
    }
    var recording = new Recording(watch);
    byJob.put(watch.job().id(), recording);
    Thread.ofVirtual().name("response-recording").start(() -> keep(recording));
    return true;
  }

  private void keep(Recording recording) {
    try {
      recording.record();
      Thread.sleep(kept);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      byJob.remove(recording.job().id(), recording);
      recording.close();
    }
  }

  /** The recording of a job, entered: leave it. */
  Optional<Recording> enter(JobId job) {
    return Optional.ofNullable(byJob.get(job)).filter(Recording::enter);
  }
}
