package dev.atelier.simulation;

import dev.atelier.image.Fault;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import dev.atelier.simulation.Upstream.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One node's adapter to a simulated upstream; while it waits, other things happen. */
final class MoodyProvider implements Provider {
  private final Kind kind;
  private final Node node;
  private final World world;

  MoodyProvider(Kind kind, Node node, World world) {
    this.kind = kind;
    this.node = node;
    this.world = world;
  }

  @Override
  public String name() {
    return kind.name();
  }

  @Override
  public Capabilities capabilities() {
    return kind.capabilities();
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    Mood mood = Mood.drawn(world);
    world.trace().say(node, "calls", call.account().id(), "for", call.indexes(), "->", mood);
    world.meanwhile(node, call.job());
    crashMaybe(Happening.CRASH_BEFORE_SENDING);
    return switch (mood) {
      case NOT_SENT -> saw(Happening.NOT_SENT, notSent("connection refused", Optional.empty()));
      case REQUEST_LOST -> {
        world.pass(Duration.ofSeconds(30));
        yield saw(Happening.REQUEST_LOST, new AttemptOutcome.Unknown("timed out"));
      }
      default -> answered(world.upstream().receive(kind, call), mood, results);
    };
  }

  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    Receipt receipt = world.upstream().find(remoteId);
    if (!receipt.attempt().equals(call.attempt().toString())) {
      throw new Violation("G3: " + call + " resumes the call of " + receipt);
    }
    Mood mood = Mood.onResume(world);
    world.trace().say(node, "resumes", remoteId, "->", mood);
    world.saw(Happening.RESUMED);
    return delivered(receipt, List.copyOf(receipt.billed()), mood, results);
  }

  private AttemptOutcome answered(Receipt receipt, Mood mood, Results results)
      throws InterruptedException {
    return switch (mood) {
      case THROTTLED -> saw(Happening.THROTTLED, throttled());
      case SERVER_ERROR -> saw(Happening.SERVER_ERROR, notSent("overloaded", Optional.of(503)));
      case REFUSED -> saw(Happening.REFUSED, refused());
      default -> accepted(receipt, mood, results);
    };
  }

  private AttemptOutcome accepted(Receipt receipt, Mood mood, Results results)
      throws InterruptedException {
    List<Integer> made = made(receipt.call().indexes(), mood);
    world.upstream().bill(receipt, made);
    crashMaybe(Happening.CRASH_AFTER_BILLING);
    if (mood == Mood.DEFECT) {
      world.saw(Happening.PROVIDER_DEFECT);
      throw new DefectException();
    }
    if (kind.resumable()) {
      results.remoteId(receipt.remoteId());
    }
    return delivered(receipt, made, mood, results);
  }

  private AttemptOutcome delivered(Receipt receipt, List<Integer> made, Mood mood, Results results)
      throws InterruptedException {
    world.meanwhile(node, receipt.call().job());
    if (mood == Mood.ANSWER_LOST) {
      world.pass(Duration.ofSeconds(30));
      return saw(Happening.ANSWER_LOST, new AttemptOutcome.Unknown("timed out"));
    }
    if (mood == Mood.SPENT) {
      return saw(Happening.SPENT, new AttemptOutcome.Spent("nothing usable came"));
    }
    int cut = mood == Mood.CUT_OFF ? world.random().nextInt(made.size()) : made.size();
    for (int index : made.subList(0, cut)) {
      new DeliveredMessage(world, receipt, results).image(index);
      world.meanwhile(node, receipt.call().job());
      crashMaybe(Happening.CRASH_BETWEEN_PICTURES);
    }
    return switch (mood) {
      case CUT_OFF -> saw(Happening.CUT_OFF, new AttemptOutcome.Unknown("the answer broke off"));
      case FEWER -> saw(Happening.FEWER_PICTURES, AttemptOutcome.Succeeded.ALL);
      case BLOCKED ->
          saw(
              Happening.BLOCKED,
              new AttemptOutcome.Succeeded(
                  receipt.call().indexes().stream()
                      .filter(index -> !made.contains(index))
                      .toList()));
      default -> AttemptOutcome.Succeeded.ALL;
    };
  }

  private List<Integer> made(List<Integer> asked, Mood mood) {
    boolean fewer = mood == Mood.FEWER || mood == Mood.BLOCKED;
    return fewer ? asked.subList(0, world.random().nextInt(asked.size())) : asked;
  }

  private AttemptOutcome throttled() {
    return new AttemptOutcome.Throttled(
        world.random().nextInt(4) == 0
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(world.random().nextInt(5_000))),
        "429");
  }

  private AttemptOutcome refused() {
    return new AttemptOutcome.Refused(
        "no such thing",
        world.random().nextBoolean() ? Optional.of(Fault.Stage.INPUT) : Optional.empty(),
        List.of());
  }

  private static AttemptOutcome notSent(String cause, Optional<Integer> status) {
    return new AttemptOutcome.NotSent(cause, status);
  }

  private AttemptOutcome saw(Happening happening, AttemptOutcome outcome) {
    world.saw(happening);
    return outcome;
  }

  /** What an adapter throws when an answer is like none it was written for. */
  static final class DefectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DefectException() {
      super("an answer nobody thought of");
    }
  }

  private void crashMaybe(Happening where) {
    if (world.chance(world.settings().rates().crash())) {
      world.saw(where);
      node.crash();
    }
  }
}
