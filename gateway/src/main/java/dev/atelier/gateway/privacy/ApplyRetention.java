package dev.atelier.gateway.privacy;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.gateway.settle.RetentionPolicy;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.tenant.PrivacyBook;
import dev.atelier.metering.tenant.PrivacySettings;
import dev.atelier.metering.usage.UsageDays;
import dev.atelier.queue.EraseJobs;
import dev.atelier.queue.EraseText;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.RetentionTimes;
import dev.atelier.queue.RetentionTimes.Due;
import dev.atelier.queue.RetentionTimes.Ended;
import dev.atelier.queue.RetentionTimes.Part;
import dev.atelier.queue.RetentionTimes.Times;
import dev.atelier.storage.ExpireArtifacts;
import dev.atelier.webhook.outbox.EraseDeliveries;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps what is kept of jobs as long as their tenants' own settings say. Each ended job gets its
 * times once for each change of the settings; what is due then goes, unless something of the job is
 * still to be sent or a call of it is open. Every transaction is of a few jobs and leaves nothing
 * half done, so that a crash costs nothing but the rest of the step.
 */
public final class ApplyRetention {
  private static final int BATCH = 50;
  private static final Duration LATER = Duration.ofMinutes(5);

  private final Database database;
  private final JobQueue queue;
  private final EraseText text;
  private final EraseJobs jobs;
  private final RetentionPolicy server;
  private final Purge purge;
  private final UsageDays days = new UsageDays();

  /**
   * @param server how long is kept what no tenant's settings speak of
   */
  public ApplyRetention(
      Database database,
      JobQueue queue,
      EraseText text,
      EraseJobs jobs,
      RetentionPolicy server,
      Purge purge) {
    this.database = database;
    this.queue = queue;
    this.text = text;
    this.jobs = jobs;
    this.server = server;
    this.purge = purge;
  }

  /** One step of bounded size; whether there may be more. */
  public boolean step(Instant now) {
    boolean more = false;
    for (PrivacyBook.Entry entry : database.read(PrivacyBook::list)) {
      more |= database.<Integer>write(tx -> schedule(tx, entry)) == BATCH;
    }
    for (PrivacyBook.Entry entry : database.read(PrivacyBook::list)) {
      more |= forgetNames(entry, now);
    }
    more |= database.<Integer>write(tx -> each(tx, Part.TEXT, now, this::eraseText)) == BATCH;
    more |= database.<Integer>write(tx -> each(tx, Part.IMAGES, now, this::eraseImages)) == BATCH;
    more |= database.<Integer>write(tx -> each(tx, Part.JOB, now, this::forget)) == BATCH;
    return more;
  }

  /** Sums of usage name end users no longer than jobs do; a day of them at a time. */
  private boolean forgetNames(PrivacyBook.Entry entry, Instant now) {
    PrivacySettings settings = entry.settings();
    Optional<Duration> kept =
        settings.promptsHashed()
            ? Optional.of(Duration.ZERO)
            : Stream.of(settings.prompts(), settings.jobs())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    return kept.isPresent()
        && database.<Boolean>write(tx -> {
          LocalDate last = UsageDays.day(now.minus(kept.get()));
          boolean some = days.forgetOldest(tx, entry.tenant(), last);
          if (some) {
            purge.after(tx);
          }
          return some;
        });
  }

  /** Sets the times of jobs that ended, or whose tenant's settings changed, since the last time. */
  private int schedule(Tx tx, PrivacyBook.Entry entry) {
    List<Ended> outdated = RetentionTimes.outdated(tx, entry.tenant(), entry.revision(), BATCH);
    outdated.forEach(ended -> schedule(tx, entry, ended));
    return outdated.size();
  }

  private void schedule(Tx tx, PrivacyBook.Entry entry, Ended ended) {
    PrivacySettings settings = entry.settings();
    Optional<Instant> usual = server.until(entry.tenant(), ended.at());
    Optional<Instant> images = settings.images().map(ended.at()::plus).or(() -> usual);
    Optional<Instant> open = EraseDeliveries.openUntil(tx, ended.job());
    boolean needed = open.isPresent() && images.isPresent() && open.get().isAfter(images.get());
    if (!queue.withdrawn(tx, ended.job())) {
      List<ArtifactId> artifacts =
          settings.images().isPresent()
              ? jobs.artifacts(tx, ended.job())
              : jobs.results(tx, ended.job());
      ExpireArtifacts.at(tx, entry.tenant(), artifacts, needed ? open : images);
    }
    RetentionTimes.set(
        tx,
        ended.job(),
        new Times(
            entry.revision(),
            settings.promptsHashed()
                ? Optional.of(ended.at())
                : settings.prompts().map(ended.at()::plus),
            needed ? images : Optional.empty(),
            settings.jobs().map(ended.at()::plus).or(() -> withPictures(settings, usual, images))));
  }

  /** A job is there as long as its pictures, so that whoever erases a user's jobs finds them. */
  private static Optional<Instant> withPictures(
      PrivacySettings settings, Optional<Instant> usual, Optional<Instant> images) {
    return settings.images().isEmpty()
        ? Optional.empty()
        : usual.map(time -> images.filter(time::isBefore).orElse(time));
  }

  private interface Removal {
    void remove(Tx tx, TenantId tenant, JobId job);
  }

  private int each(Tx tx, Part part, Instant now, Removal removal) {
    List<Due> due = RetentionTimes.due(tx, part, now, BATCH);
    for (Due one : due) {
      if (waits(tx, part, one)) {
        RetentionTimes.move(tx, part, one.job(), Optional.of(now.plus(LATER)));
      } else {
        removal.remove(tx, one.tenant(), one.job());
      }
    }
    if (!due.isEmpty()) {
      purge.after(tx);
    }
    return due.size();
  }

  /** Whether somebody still needs what is due. */
  private boolean waits(Tx tx, Part part, Due due) {
    if (part == Part.TEXT && hashed(tx, due.tenant())) {
      return false;
    }
    return EraseDeliveries.openUntil(tx, due.job()).isPresent() || jobs.hasOpenCall(tx, due.job());
  }

  private static boolean hashed(Tx tx, TenantId tenant) {
    return PrivacyBook.find(tx, tenant)
        .filter(entry -> entry.settings().promptsHashed())
        .isPresent();
  }

  private void eraseText(Tx tx, TenantId tenant, JobId job) {
    text.erase(tx, job, hashed(tx, tenant), tx.now());
    EraseDeliveries.eraseAnswers(tx, job);
    Optional<Instant> again = // a receiver may yet repeat what it was sent before the end
        EraseDeliveries.openUntil(tx, job).map(_ -> tx.now().plus(LATER));
    RetentionTimes.move(tx, Part.TEXT, job, again);
  }

  private void eraseImages(Tx tx, TenantId tenant, JobId job) {
    ExpireArtifacts.erase(tx, tenant, jobs.artifacts(tx, job));
    RetentionTimes.move(tx, Part.IMAGES, job, Optional.empty());
  }

  private void forget(Tx tx, TenantId tenant, JobId job) {
    ExpireArtifacts.erase(tx, tenant, jobs.artifacts(tx, job));
    EraseDeliveries.ofJob(tx, job);
    jobs.remove(tx, job);
  }
}
