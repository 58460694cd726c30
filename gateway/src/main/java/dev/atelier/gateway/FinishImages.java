package dev.atelier.gateway;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.gateway.AttemptResults.ProducedImage;
import dev.atelier.gateway.CheckDelivery.Delivered;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Fault;
import dev.atelier.image.JobId;
import dev.atelier.image.Usage;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobEvent;
import dev.atelier.queue.JobState;
import dev.atelier.queue.OpenAttempt;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Commits what came of an attempt: artifacts, usage, charges and states together. Pictures
 * delivered one by one are charged one by one; all others in the commit that ends their job.
 */
final class FinishImages {
  private static final Set<String> REPEATABLE = Set.of("not_sent", "throttled", Outcomes.UNKNOWN);

  private final GatewayParts parts;
  private final QuoteJob quote;
  private final EndJob end;
  private final CommitRetry commitRetry;
  private final Backlog backlog;

  FinishImages(
      GatewayParts parts, QuoteJob quote, EndJob end, CommitRetry commitRetry, Backlog backlog) {
    this.commitRetry = commitRetry;
    this.backlog = backlog;
    this.parts = parts;
    this.quote = quote;
    this.end = end;
  }

  /** How often a job was repeated. */
  int repeats(JobId job) {
    return parts.database().read(tx -> repeats(tx, job));
  }

  int repeats(Tx tx, JobId job) {
    return (int)
        parts.queue().attempts(tx, job).stream()
            .filter(row -> row.outcome().map(REPEATABLE::contains).orElse(false))
            .count();
  }

  /** Stores the upstream's own id of a call, so that a later process can find the call again. */
  void remoteId(Assignment work, String id) {
    commit(tx -> {
      parts.queue().remoteId(tx, work.lease(), work.attempt(), id);
      return id;
    });
  }

  /** Commits one picture on its own, where it is delivered on its own. */
  void one(Assignment work, ProducedImage made, Delivered delivered) {
    Instant now = parts.clock().instant();
    commit(tx -> {
      finish(tx, work, made, delivered, now);
      return made.index();
    });
  }

  /** Commits the end of an attempt and, where nothing is left to make, the end of its job. */
  After attempt(
      Assignment work,
      AttemptOutcome outcome,
      List<ProducedImage> made,
      Map<Integer, Delivered> done,
      Map<Integer, Fault> failed,
      NextStep next,
      AttemptId nextAttempt) {
    Instant now = parts.clock().instant();
    After after =
        commit(tx -> {
          parts
              .queue()
              .end(
                  tx,
                  work.lease(),
                  work.attempt(),
                  Outcomes.word(outcome),
                  Outcomes.evidence(outcome),
                  now);
          Set<Integer> missing = uncommitted(tx, work, done.keySet());
          for (ProducedImage one : made) {
            Delivered delivered = done.get(one.index());
            if (delivered != null && missing.remove(one.index())) {
              finish(tx, work, one, delivered, now);
            }
          }
          failed.forEach(
              (index, fault) -> parts.queue().failImage(tx, work.lease(), index, fault, now));
          recordSpend(tx, work, outcome, count(made));
          return go(tx, work, next, nextAttempt, now);
        });
    if (outcome instanceof AttemptOutcome.Unknown) {
      parts.observer().ambiguous(work.slot().provider().name());
    }
    return after;
  }

  /** The end of an attempt whose job went on without it. */
  void late(Assignment work, AttemptOutcome outcome, List<ProducedImage> made) {
    Instant now = parts.clock().instant();
    commit(tx -> {
      boolean recorded =
          parts
              .queue()
              .endLate(
                  tx,
                  work.job().id(),
                  work.attempt(),
                  Outcomes.word(outcome),
                  Outcomes.evidence(outcome),
                  now);
      if (recorded) {
        recordSpend(tx, work, outcome, count(made));
      }
      return recorded;
    });
  }

  /** Waits for a database that is away. */
  private <T> T commit(Database.Work<T> work) {
    return commitRetry.run(parts.clock(), () -> parts.database().write(work));
  }

  private After go(Tx tx, Assignment work, NextStep next, AttemptId nextAttempt, Instant now) {
    Optional<JobState> ended = parts.queue().settle(tx, work.lease(), now);
    if (ended.isPresent()) {
      end(tx, work.job(), ended.get());
      return new After.Over();
    }
    if (next instanceof NextStep.Repeat(var after)) {
      parts.queue().requeue(tx, work.lease(), now.plus(after));
      tx.afterCommit(backlog::grew);
      return new After.Over();
    }
    Job fresh = parts.queue().refresh(tx, work.job());
    List<Integer> images =
        CallBatches.first(fresh.pending(), work.slot().provider().capabilities());
    parts.queue().begin(tx, work.lease(), nextAttempt, work.slot().account().id(), images, now);
    return new After.More(nextAttempt, images, fresh);
  }

  /** The money of a job's end, and the news of it. */
  void end(Tx tx, Job before, JobState state) {
    end.ended(tx, parts.queue().refresh(tx, before), state);
  }

  private void finish(
      Tx tx, Assignment work, ProducedImage made, Delivered delivered, Instant now) {
    Job job = work.job();
    Usage usage = made.told().usage().orElseGet(() -> quote.usage(job.request(), made.previews()));
    long micros = quote.priceMicros(job, work.slot().account(), usage);
    var artifact =
        parts
            .artifacts()
            .record(
                tx,
                job.tenant(),
                delivered.sealed(),
                delivered.report().format().mediaType(),
                Optional.of(delivered.report().size()),
                now,
                parts.settings().retention().until(job.tenant(), now));
    boolean finished =
        parts
            .queue()
            .finishImage(
                tx, work.lease(), made.index(), artifact, usage, micros, delivered.report(), now);
    if (!finished) {
      parts.artifacts().keepUntil(tx, artifact, Optional.of(now)); // it was there already
    } else if (job.completion() == CompletionPolicy.EACH) {
      deliver(tx, job, made.index(), micros, usage);
    }
    tx.afterCommit(() -> parts.events().publish(new JobEvent.ImageDone(job.id(), made.index())));
  }

  /** From here on a picture is its caller's: charged, and told to whoever asked to be told. */
  private void deliver(Tx tx, Job job, int index, long micros, Usage usage) {
    parts.ledger().charge(tx, job.tenant(), job.id(), index, micros, usage);
    if (parts.outbox().listened(tx, job.tenant(), job.id())) {
      parts.outbox().delivered(tx, job.tenant(), job.id(), index, parts.clock().instant());
    }
  }

  /** Pictures delivered one by one are committed already, unless their commit failed. */
  private Set<Integer> uncommitted(Tx tx, Assignment work, Set<Integer> done) {
    var missing = new HashSet<>(done);
    if (work.job().completion() == CompletionPolicy.EACH) {
      missing.retainAll(parts.queue().refresh(tx, work.job()).pending());
    }
    return missing;
  }

  /** How many pictures came, usable or not: the upstream bills them all. */
  private static int count(List<ProducedImage> made) {
    return (int) made.stream().mapToInt(ProducedImage::index).distinct().count();
  }

  /** What the upstream will bill us for this attempt, as far as its outcome tells. */
  private void recordSpend(Tx tx, Assignment work, AttemptOutcome outcome, int delivered) {
    if (work.slot().provider().capabilities().free()) {
      return;
    }
    boolean ambiguous = outcome instanceof AttemptOutcome.Unknown;
    int billed =
        ambiguous || outcome instanceof AttemptOutcome.Spent ? work.images().size() : delivered;
    if (billed > 0) {
      long micros =
          quote.price(work.job().request(), quote.usage(work.job().request(), 0)) * billed;
      parts
          .ledger()
          .upstreamCost(
              tx, work.attempt(), work.job().id(), work.slot().account().id(), micros, ambiguous);
    }
  }

  /** Spend that nobody can ask about any more. */
  void recordAmbiguous(Tx tx, Job job, OpenAttempt open) {
    long micros = quote.price(job.request(), quote.usage(job.request(), 0)) * open.images().size();
    parts.ledger().upstreamCost(tx, open.id(), job.id(), open.account(), micros, true);
  }

  /** What the worker does next. */
  sealed interface After {
    record Over() implements After {}

    /** The lease goes on with another call. */
    record More(AttemptId attempt, List<Integer> images, Job job) implements After {}
  }
}
