package dev.atelier.gateway.attempt;

import dev.atelier.gateway.job.Announcements;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.image.Difference;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobFault;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Provider;
import dev.atelier.provider.RemainingLimit;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.LeaseLostException;
import dev.atelier.storage.ArtifactStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one call and takes what it brings. An answer that was lost is asked for again where the
 * upstream can find the call; trouble of our own is never taken for the upstream's.
 */
public final class RunAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(RunAttempt.class);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration RESUME_FIRST = Duration.ofSeconds(1);
  private static final int RESUME_DOUBLINGS_MAX = 5;
  private static final String UNSTORED = "what was made could not be stored";
  private static final String INTERRUPTED = "interrupted before the upstream answered";

  private final ProviderCalls calls;
  private final CheckDelivery check;
  private final SettleAttempt settle;
  private final ArtifactStore artifacts;
  private final Announcements announcements;
  private final RunningCalls running;
  private final Timing timing;
  private final AroundCall around;

  /** When calls end: the clocks, the limits, and whether the server is stopping. */
  public record Timing(Clocks clocks, AttemptSettings settings, BooleanSupplier stopping) {}

  public RunAttempt(
      ProviderCalls calls,
      CheckDelivery check,
      SettleAttempt settle,
      ArtifactStore artifacts,
      Announcements announcements,
      RunningCalls running,
      Timing timing,
      AroundCall around) {
    this.calls = calls;
    this.check = check;
    this.settle = settle;
    this.artifacts = artifacts;
    this.announcements = announcements;
    this.running = running;
    this.timing = timing;
    this.around = around;
  }

  /**
   * What came of the call. Close the result when it is committed.
   *
   * @throws LeaseLostException when the job was taken away meanwhile; what the call cost is
   *     recorded
   * @throws StoppedException when the server stops; the lease is left to the next start
   */
  AttemptResult run(JobCall work) {
    var started = new Started(timing.clocks().now(), timing.clocks().nanos().getAsLong());
    var received = new ReceivedImages();
    var results =
        new AttemptResults(
            work.job().id(),
            artifacts,
            announcements.events(),
            work.call().remoteId(),
            new CallTrace(timing.clocks().nanos()),
            work.job().request().order().count() > 1,
            check.previews(work.job()),
            new Listener(work, received));
    boolean handedOver = false;
    try {
      Ended ended = ended(work, results);
      results.trace().ended();
      storeWhatArrived(work, received);
      AttemptOutcome outcome = given(ended, work, received);
      var took = timing.clocks().since(started.nanos());
      handedOver = true;
      return new AttemptResult(outcome, ended.fault(), received, results, started.at(), took);
    } catch (LeaseLostException e) {
      var lost = new AttemptOutcome.Unknown("its job was taken away");
      AttemptOutcome outcome = results.sent() ? lost : unsent("its job was taken away");
      settle.late(work, outcome, received, results.trace(), timing.clocks().since(started.nanos()));
      throw e;
    } finally {
      if (!handedOver) {
        results.close();
      }
    }
  }

  /** Asks until the outcome is known, as long as asking again costs nothing. */
  private Ended ended(JobCall work, AttemptResults results) {
    running.enter(work.call().attempt(), work.job().id());
    try {
      return untilKnown(work, results);
    } finally {
      running.leave(work.call().attempt());
    }
  }

  private Ended untilKnown(JobCall work, AttemptResults results) {
    long deadline = timing.clocks().deadline(timing.settings().resumeFor());
    Ended ended = once(work, results, work.call().remoteId());
    for (int round = 0; ended.lost(); round++) {
      Optional<String> remoteId = results.knownRemoteId();
      boolean again =
          remoteId.isPresent()
              && !ended.cancelled()
              && provider(work).capabilities().resumable()
              && !timing.clocks().passed(deadline);
      if (!again) {
        return ended;
      }
      if (!pausedBeforeResuming(round)) {
        return running.cancelled(work.call().attempt())
            ? cancelled(work, results, remoteId).after(ended)
            : ended;
      }
      LOG.info("job {}: asks again for call {}", work.job().id(), work.call().attempt());
      ended = once(work, results, remoteId).after(ended);
    }
    return ended;
  }

  /** The provider, interrupted as soon as it asks, ends the upstream's task too. */
  private Ended cancelled(JobCall work, AttemptResults results, Optional<String> remoteId) {
    Thread.currentThread().interrupt();
    return once(work, results, remoteId);
  }

  private boolean pausedBeforeResuming(int round) {
    try {
      timing.clocks().sleep(RESUME_FIRST.multipliedBy(1L << Math.min(round, RESUME_DOUBLINGS_MAX)));
      return true;
    } catch (InterruptedException e) {
      if (timing.stopping().getAsBoolean()) {
        throw new StoppedException();
      }
      return false;
    }
  }

  private Ended once(JobCall work, AttemptResults results, Optional<String> remoteId) {
    Duration timeout = timing.settings().timeout(work.job().request());
    AttemptOutcome outcome;
    Duration limit = provider(work).timeLimit(work.call().slot().account(), timeout);
    running.asking(work.call().attempt(), limit.plus(GRACE));
    try {
      outcome = call(work, timeout, results, remoteId);
    } finally {
      running.asked(work.call().attempt());
    }
    var trouble = results.takeTrouble();
    if (trouble.isPresent()) {
      LOG.warn("job {}: an image could not be stored", work.job().id(), trouble.get());
    }
    boolean cancelled = running.cancelled(work.call().attempt());
    return new Ended(outcome, trouble.isPresent(), cancelled);
  }

  private AttemptOutcome call(
      JobCall work, Duration timeout, AttemptResults results, Optional<String> remoteId) {
    try {
      Call call = calls.of(work.job(), work.call(), timeout);
      return around
          .make(
              work.job(),
              work.call().attempt(),
              () ->
                  remoteId.isPresent()
                      ? provider(work).resume(call, remoteId.get(), results)
                      : provider(work).attempt(call, results))
          .reworded(said -> HidePrompt.of(work.job()).in(said));
    } catch (InterruptedException e) {
      if (timing.stopping().getAsBoolean()) {
        throw new StoppedException();
      }
      return results.sent() ? new AttemptOutcome.Unknown(INTERRUPTED) : unsent(INTERRUPTED);
    } catch (LeaseLostException | StoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("job {}: the provider failed", work.job().id(), new Unworded(e));
      if (results.heldBack()) {
        return unsent("it could not be stored that the call leaves");
      }
      return new AttemptOutcome.Unknown("the provider failed: " + e.getClass().getSimpleName());
    }
  }

  /** What arrived complete and could not be stored at once is kept and tried again. */
  private void storeWhatArrived(JobCall work, ReceivedImages received) {
    long deadline = timing.clocks().deadline(settle.retry().max());
    while (!received.unstored().isEmpty()) {
      received.unstored().forEach(made -> accept(work, made, received));
      if (received.unstored().isEmpty()) {
        return;
      }
      boolean again = !timing.clocks().passed(deadline) && pause(settle.retry().pause());
      if (!again) {
        received
            .unstored()
            .forEach(made ->
                received.undelivered(
                    made.index(), Undelivered.ours(new JobFault.StorageFailed(UNSTORED))));
      }
    }
  }

  /** A call that went well and brought nothing as it should be was paid for in vain. */
  private static AttemptOutcome given(Ended ended, JobCall work, ReceivedImages received) {
    return ended.given() instanceof AttemptOutcome.Succeeded
            && received.allWrong()
            && received.indexes().containsAll(work.call().images())
        ? new AttemptOutcome.Spent(words(received))
        : ended.given();
  }

  private static String words(ReceivedImages received) {
    return received.undelivered().values().stream()
        .flatMap(why -> why.difference().stream())
        .map(Difference::words)
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private boolean pause(Duration time) {
    try {
      timing.clocks().sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void accept(JobCall work, ProducedImage made, ReceivedImages received) {
    Job job = work.job();
    try {
      switch (check.deliver(job, work.call().slot().account(), made)) {
        case CheckedImage.Deliverable(var image) -> received.finished(image);
        case CheckedImage.Withheld(var why) ->
            received.undelivered(made.index(), Undelivered.withheld(why));
        case CheckedImage.Undeliverable(var why) ->
            received.undelivered(made.index(), Undelivered.of(why));
      }
    } catch (IOException | FaultException e) {
      if (received.unstored(made)) {
        LOG.warn("job {}: image {} is not stored yet", job.id(), made.index(), e);
      }
    }
  }

  private static Provider provider(JobCall work) {
    return work.call().slot().provider();
  }

  private static AttemptOutcome unsent(String why) {
    return AttemptOutcome.NotSent.local(why);
  }

  private record Started(Instant at, long nanos) {}

  /**
   * How asking once ended.
   *
   * @param ours whether our own disk did not take what came
   */
  private record Ended(AttemptOutcome outcome, boolean ours, boolean cancelled) {

    /** Whether the upstream may have more to give than we have. */
    boolean lost() {
      return ours || outcome instanceof AttemptOutcome.Unknown;
    }

    /** What our disk did not take at first is no riddle if it cannot be asked for again. */
    Ended after(Ended before) {
      boolean stillOurs = ours || (before.ours && outcome instanceof AttemptOutcome.Unknown);
      return new Ended(outcome, stillOurs, cancelled);
    }

    /** The outcome where it cannot be asked for again: our own trouble is no riddle. */
    AttemptOutcome given() {
      return ours ? new AttemptOutcome.Spent(UNSTORED) : outcome;
    }

    Optional<JobFault> fault() {
      return ours ? Optional.of(new JobFault.StorageFailed(UNSTORED)) : Optional.empty();
    }
  }

  /** The server is stopping; the lease stays for the next start to take over. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final class Listener implements AttemptResults.Listener {
    private final JobCall work;
    private final ReceivedImages received;

    Listener(JobCall work, ReceivedImages received) {
      this.work = work;
      this.received = received;
    }

    @Override
    public Optional<String> sending() {
      boolean stored =
          work.call().markedUntil().filter(until -> !timing.clocks().passed(until)).isPresent();
      if (!stored || running.justCancelled(work.job().id())) {
        settle.sending(work);
      }
      return provider(work).chosenId(work.call().attempt());
    }

    @Override
    public void remoteId(String id) {
      settle.remoteId(work, id);
    }

    @Override
    public boolean cancelled() {
      return running.cancelled(work.call().attempt());
    }

    @Override
    public void allowance(RemainingLimit left) {
      work.call().slot().allowance(left);
    }

    @Override
    public void produced(ProducedImage made) {
      if (received.deliverable(made.index())) {
        return; // it came before, and was taken
      }
      accept(work, made, received);
      boolean byItself =
          work.job().completion() == CompletionPolicy.EACH && work.job().spec().count() > 1;
      if (byItself) { // an only one is committed with the end of its call
        received.finished().stream()
            .filter(image -> image.index() == made.index())
            .filter(image -> settle.one(work, image) == SettleAttempt.Kept.REPEATED)
            .forEach(image -> received.undelivered(image.index(), Undelivered.repeated()));
      }
    }

    @Override
    public void surplus(int images) {
      received.surplus(images);
    }
  }
}
