package dev.atelier.gateway.attempt;

import dev.atelier.database.Tx;
import dev.atelier.gateway.settle.RecordDifference;
import dev.atelier.image.AccountId;
import dev.atelier.image.Blocked;
import dev.atelier.image.Difference;
import dev.atelier.image.JobFault;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.JobDifference;
import dev.atelier.queue.JobQueue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What becomes of the images that a call did not bring, or not as they were ordered: recorded, and
 * then failed or left to be asked for again. Works in the transaction that ends the call.
 */
final class SettleUndelivered {
  private final JobQueue queue;
  private final JobNeeds needs;
  private final RecordDifference differences;
  private final AttemptSettings settings;

  SettleUndelivered(
      JobQueue queue, JobNeeds needs, RecordDifference differences, AttemptSettings settings) {
    this.queue = queue;
    this.needs = needs;
    this.differences = differences;
    this.settings = settings;
  }

  /**
   * Fails the images that are lost; the delay of those that are asked for again.
   *
   * @param lacking images that came and are not delivered
   * @param usable accounts that could take this job's work
   * @param atHand the one where it can go on in the same commit
   */
  Map<Integer, Duration> settle(
      Tx tx,
      JobCall work,
      AttemptResult result,
      Map<Integer, Undelivered> lacking,
      Set<AccountId> usable,
      Optional<AccountId> atHand) {
    int surplus = result.received().surplus();
    if (surplus > 0) {
      String words = surplus + " more than the " + work.call().images().size() + " ordered came";
      record(tx, work, OptionalInt.empty(), new Difference(Difference.Kind.SURPLUS, words));
    }
    var asking = new Asking(tx, work, result, usable, atHand, queue.attempts(tx, work.job().id()));
    lacking.forEach((index, why) -> undelivered(asking, index, why));
    List<Integer> missing =
        work.call().images().stream().filter(index -> !result.received().has(index)).toList();
    var delays = new TreeMap<Integer, Duration>();
    boolean nobodyElse = false;
    for (int index : missing) {
      nobodyElse |= missing(asking, index, delays);
    }
    if (nobodyElse) {
      needs.giveUp(tx, work.job(), work.lease());
    }
    return delays;
  }

  /** Whether the rest of the job would fare no better. */
  private boolean missing(Asking asking, int index, Map<Integer, Duration> delays) {
    if (asking.result().ours().isPresent()) {
      fail(asking, index, asking.result().ours().get());
      return false;
    }
    AttemptOutcome outcome = asking.result().outcome();
    if (outcome instanceof AttemptOutcome.Succeeded(var blocked)) {
      if (blocked.contains(index)) {
        fail(asking, index, new Blocked(Blocked.Stage.OUTPUT, List.of()));
      } else {
        undelivered(asking, index, Undelivered.missing());
      }
      return false;
    }
    int repeats = asking.history(index).repeats();
    boolean elsewhere =
        settings.retry().allows(repeats) ? asking.elsewhere(index) : asking.elsewhereNow(index);
    return switch (settings.retry().decide(outcome, repeats, elsewhere)) {
      case NextStep.Fail(var fault) -> {
        fail(asking, index, fault);
        yield asking.usable().isEmpty() && outcome.nothingMade();
      }
      case NextStep.Repeat(var after) -> {
        if (after.isPositive()) {
          delays.put(index, after);
        }
        yield false;
      }
      case NextStep.Finish _ -> throw new IllegalStateException("image " + index + " is missing");
    };
  }

  private void undelivered(Asking asking, int index, Undelivered why) {
    why.difference()
        .ifPresent(one -> record(asking.tx(), asking.work(), OptionalInt.of(index), one));
    ImageHistory history = asking.history(index);
    boolean again =
        settings.retry().allows(history.repeats())
            && why.difference()
                .filter(one ->
                    settings
                        .delivery()
                        .reorders(one.kind(), history.wasted(), asking.elsewhere(index)))
                .isPresent();
    if (!again) {
      fail(asking, index, why.fault());
    }
  }

  private void record(Tx tx, JobCall work, OptionalInt image, Difference one) {
    var call = work.call();
    differences.record(
        tx,
        work.job().id(),
        new JobDifference(call.attempt(), call.slot().account().id(), image, one));
  }

  private void fail(Asking asking, int index, JobFault fault) {
    queue.failImage(asking.tx(), asking.work().lease(), index, fault, asking.tx().now());
  }

  /** One call that has ended, among all of its job. */
  private record Asking(
      Tx tx,
      JobCall work,
      AttemptResult result,
      Set<AccountId> usable,
      Optional<AccountId> atHand,
      List<AttemptRow> attempts) {
    ImageHistory history(int index) {
      return ImageHistory.of(attempts, index);
    }

    boolean elsewhere(int index) {
      var others = new HashSet<>(usable);
      others.removeAll(history(index).accounts());
      return !others.isEmpty();
    }

    /** By way of the queue an image may come back to an account that was called for it. */
    boolean elsewhereNow(int index) {
      return atHand.filter(account -> !history(index).accounts().contains(account)).isPresent();
    }
  }
}
