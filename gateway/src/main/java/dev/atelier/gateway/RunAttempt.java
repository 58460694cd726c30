package dev.atelier.gateway;

import dev.atelier.gateway.AttemptResults.ProducedImage;
import dev.atelier.gateway.CheckDelivery.Delivered;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Fault;
import dev.atelier.image.ImageRequest;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.account.Cooldown;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobEvent;
import dev.atelier.queue.LeaseLostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the pictures of a leased job, call by call, and settles what came of each call. */
final class RunAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(RunAttempt.class);
  private static final long LARGE_PIXELS = 2560L * 1440;

  private final GatewayParts parts;
  private final ProviderCalls calls;
  private final FinishImages finish;
  private final CheckDelivery check;
  private final Running running;
  private final WaitEstimate estimate;

  RunAttempt(
      GatewayParts parts,
      ProviderCalls calls,
      FinishImages finish,
      CheckDelivery check,
      Running running,
      WaitEstimate estimate) {
    this.parts = parts;
    this.calls = calls;
    this.finish = finish;
    this.check = check;
    this.running = running;
    this.estimate = estimate;
  }

  /** Works until the job has ended, went back into the queue, or was taken away. */
  void run(Assignment first) {
    parts.events().publish(new JobEvent.Started(first.job().id()));
    try {
      Optional<Assignment> next = Optional.of(first);
      while (next.isPresent()) {
        next = attempt(next.get());
      }
    } catch (LeaseLostException e) {
      LOG.info("job {}: taken away while it ran", first.job().id());
    } catch (StoppedException e) {
      LOG.info("job {}: left to the next start", first.job().id());
    } catch (RuntimeException e) {
      LOG.error("job {}: left for recovery", first.job().id(), e);
    }
  }

  private Optional<Assignment> attempt(Assignment work) {
    Job job = work.job();
    Instant began = parts.clock().instant();
    Duration timeout = timeout(job.request());
    var received = new ReceivedImages();
    try (var results =
        new AttemptResults(
            job.id(),
            parts.artifacts(),
            parts.events(),
            id -> finish.remoteId(work, id),
            made -> arrived(work, made, received))) {
      running.enter(job.id(), began.plus(timeout).plusSeconds(10));
      AttemptOutcome outcome;
      try {
        outcome = call(work, timeout, results);
      } catch (LeaseLostException e) {
        finish.late(work, new AttemptOutcome.Unknown("its job was taken away"), results.made());
        throw e;
      } finally {
        running.leave(job.id());
      }
      Duration took = Duration.between(began, parts.clock().instant());
      parts.observer().attemptEnded(work.slot().provider().name(), Outcomes.word(outcome), took);
      estimate.took(took);
      return settleOrRecord(work, outcome, results, received);
    }
  }

  /** An attempt whose job was taken away delivers nothing, but what it cost is recorded. */
  private Optional<Assignment> settleOrRecord(
      Assignment work, AttemptOutcome outcome, AttemptResults results, ReceivedImages received) {
    try {
      return settle(work, outcome, results, received);
    } catch (LeaseLostException e) {
      finish.late(work, outcome, results.made());
      throw e;
    }
  }

  private AttemptOutcome call(Assignment work, Duration timeout, AttemptResults results) {
    try {
      Call call = calls.of(work, timeout);
      return work.remoteId().isPresent()
          ? work.slot().provider().resume(call, work.remoteId().get(), results)
          : work.slot().provider().attempt(call, results);
    } catch (InterruptedException e) {
      if (parts.admissionGate().draining()) {
        throw new StoppedException();
      }
      return new AttemptOutcome.Unknown("interrupted before the upstream answered");
    } catch (LeaseLostException | StoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("job {}: the provider failed", work.job().id(), e);
      return new AttemptOutcome.Unknown("the provider failed: " + e.getClass().getSimpleName());
    }
  }

  /** Called on the provider's thread as each picture is complete. */
  private void arrived(Assignment work, ProducedImage made, ReceivedImages received) {
    Job job = work.job();
    try {
      Delivered delivered = check.deliver(job.request().order(), work.slot().account(), made);
      received.usable(made.index(), delivered);
      if (job.completion() == CompletionPolicy.EACH) {
        deliver(work, made, delivered);
      }
    } catch (UnusableMediaException e) {
      received.unusable(made.index(), new Fault.UpstreamWaste("the picture " + e.problem()));
    }
  }

  /** Commits one picture; if that fails, the commit that ends the attempt makes up for it. */
  private void deliver(Assignment work, ProducedImage made, Delivered delivered) {
    try {
      finish.one(work, made, delivered);
    } catch (LeaseLostException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("job {}: picture {} is not committed yet", work.job().id(), made.index(), e);
    }
  }

  private Optional<Assignment> settle(
      Assignment work, AttemptOutcome outcome, AttemptResults results, ReceivedImages received) {
    Job job = work.job();
    RoutingKey route = RoutingKey.parse(job.route());
    cool(work, route, outcome);
    List<Integer> missing =
        atStake(work, outcome).stream().filter(index -> !received.has(index)).toList();
    NextStep next =
        missing.isEmpty()
            ? new NextStep.Finish()
            : parts
                .settings()
                .retryPolicy()
                .decide(outcome, finish.repeats(job.id()), anotherFree(route, work));
    Map<Integer, Fault> failed = new HashMap<>(received.unusable());
    if (next instanceof NextStep.Fail(var fault)) {
      missing.forEach(index -> failed.put(index, fault));
    } else if (outcome instanceof AttemptOutcome.Succeeded(var blocked)) {
      missing.forEach(index -> failed.put(index, withheld(blocked.contains(index))));
    }
    FinishImages.After after =
        finish.attempt(
            work, outcome, results.made(), received.usable(), failed, next, parts.ids().attempt());
    return switch (after) {
      case FinishImages.After.Over _ -> Optional.empty();
      case FinishImages.After.More(AttemptId attempt, List<Integer> images, Job fresh) ->
          Optional.of(
              new Assignment(fresh, work.lease(), work.slot(), attempt, images, Optional.empty()));
    };
  }

  /** The pictures that an outcome speaks of: a refusal is final for the whole job. */
  private static List<Integer> atStake(Assignment work, AttemptOutcome outcome) {
    return outcome instanceof AttemptOutcome.Refused ? work.job().pending() : work.images();
  }

  /** A throttled account rests; one that costs nothing has no limit that an answer could prove. */
  private void cool(Assignment work, RoutingKey route, AttemptOutcome outcome) {
    if (outcome instanceof AttemptOutcome.Throttled(var retryAfter, var evidence)
        && !work.slot().provider().capabilities().free()) {
      Instant until = parts.clock().instant().plus(retryAfter.orElse(AttemptRetryPolicy.THROTTLED));
      parts.accounts().cool(work.slot().account().id(), route, new Cooldown(until, evidence));
    }
  }

  private static Fault withheld(boolean blocked) {
    return blocked
        ? new Fault.Blocked(Fault.Stage.OUTPUT, List.of())
        : new Fault.UpstreamWaste("the upstream answered with fewer pictures than ordered");
  }

  private boolean anotherFree(RoutingKey route, Assignment work) {
    try (var slot = parts.accounts().reserve(route).orElse(null)) {
      return slot != null && !slot.account().id().equals(work.slot().account().id());
    }
  }

  private Duration timeout(ImageRequest request) {
    var settings = parts.settings();
    return QuoteJob.size(request.order()).pixels() > LARGE_PIXELS
        ? settings.largeAttemptTimeout()
        : settings.attemptTimeout();
  }

  /** The server is stopping; the lease stays for the next start to take over. */
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
