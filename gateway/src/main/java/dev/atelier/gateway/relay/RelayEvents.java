package dev.atelier.gateway.relay;

import dev.atelier.database.NoticeListener;
import dev.atelier.database.Notices;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.JobId;
import dev.atelier.queue.events.EventRelay;
import dev.atelier.queue.events.JobEvent;
import dev.atelier.queue.events.JobEvents;
import dev.atelier.storage.ArtifactStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Tells other processes of events here, and those who wait here of events there. A notice has the
 * job's id and little more, and whoever waits reads the row. Previews that nobody here waits for
 * are stored where others can read them, if there is such a place, and left out if not.
 */
public final class RelayEvents implements EventRelay, NoticeListener {
  private static final String TOPIC = "job";

  /** How long a preview may hold up what follows it. */
  private static final Duration PREVIEW_MAX = Duration.ofSeconds(5);

  private final Notices notices;
  private final JobEvents events;
  private final SharedPreviews previews;
  private final JobTurns leaving;
  private final JobTurns coming;

  /**
   * @param threads for what waits for the store
   */
  public RelayEvents(JobStore store, JobEvents events, ArtifactStore artifacts, Executor threads) {
    this.notices = store.database().notices();
    this.events = events;
    this.previews = new SharedPreviews(store, artifacts);
    this.leaving = new JobTurns(threads, PREVIEW_MAX);
    this.coming = new JobTurns(threads, PREVIEW_MAX);
  }

  /** From now on; nothing where there is no other process. */
  public void begin() {
    if (!notices.equals(Notices.NONE)) {
      events.relayTo(this);
      notices.listen(TOPIC, this);
    }
  }

  @Override
  public void published(JobEvent event) {
    EventLine.of(event)
        .ifPresent(text -> leaving.quick(event.job(), () -> notices.send(TOPIC, text)));
  }

  @Override
  public boolean takes(JobEvent.Partial preview) {
    return previews.possible() && leaving.slow(preview.job(), () -> share(preview));
  }

  private void share(JobEvent.Partial preview) {
    JobId job = preview.job();
    previews
        .store(job, preview.file())
        .map(artifact -> new EventLine.Preview(job, preview.image(), preview.order(), artifact))
        .ifPresent(line -> notices.send(TOPIC, line.text()));
  }

  @Override
  public void told(String text) {
    EventLine.parse(text).filter(line -> events.listened(line.job())).ifPresent(this::heard);
  }

  private void heard(EventLine line) {
    switch (line) {
      case EventLine.Told(JobEvent event) -> coming.quick(event.job(), () -> events.heard(event));
      case EventLine.Preview preview -> {
        boolean _ = coming.slow(preview.job(), () -> fetch(preview));
      }
    }
  }

  private void fetch(EventLine.Preview preview) {
    Optional<Path> file = previews.fetch(preview.artifact());
    file.ifPresent(path ->
        events.heard(new JobEvent.Partial(preview.job(), preview.image(), preview.order(), path)));
  }

  @Override
  public void missed() {
    events.missed();
  }
}
