package dev.atelier.simulation;

import dev.atelier.image.AttemptId;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.simulation.DrawnOutcomes.Drawn;
import dev.atelier.simulation.Upstream.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One node's adapter to a simulated upstream; while it waits, other things happen. */
final class MoodyProvider implements Provider {
  private final Kind kind;
  private final Node node;
  private final AccountWatch watch;
  private final World world;
  private final DrawnOutcomes outcomes;
  private final Set<String> lostPolls = new HashSet<>();

  MoodyProvider(Kind kind, Node node, AccountWatch watch, World world) {
    this.kind = kind;
    this.node = node;
    this.watch = watch;
    this.world = world;
    this.outcomes = new DrawnOutcomes(kind.vendor(), world.random());
  }

  @Override
  public String name() {
    return kind.name();
  }

  /** At every second account, so that its intents say that they leave. */
  @Override
  public boolean leavesAtOnce(Account account, ImageRequest request) {
    return account.id().value().hashCode() % 2 == 0;
  }

  /** For every second task of a vendor's queue, as Runware takes them. */
  @Override
  public Optional<String> chosenId(AttemptId attempt) {
    return kind.resumable() && attempt.value().hashCode() % 2 == 0
        ? Optional.of(Receipt.remoteId(attempt))
        : Optional.empty();
  }

  @Override
  public Capabilities capabilities() {
    return kind.capabilities();
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    Instant begun = asks(call);
    world.upstream().requireIntent(call);
    if (!kind.free()) {
      watch.called(call);
    }
    Mood mood = Mood.drawn(world, call.account().id());
    world.trace().say(node, "calls", call.account().id(), "for", call.indexes(), "->", mood);
    world.meanwhile(node, call.job(), results::cancelled);
    crashMaybe(Happening.CRASH_BEFORE_SENDING);
    AttemptOutcome outcome = asked(call, mood, results);
    watch.ended(call, begun, outcome);
    return world.sabotage().of(outcome);
  }

  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    if (chosenId(call.attempt()).isPresent() && !world.upstream().knows(remoteId)) {
      return sentAgain(call, results);
    }
    Receipt receipt = world.upstream().find(remoteId);
    if (!receipt.attempt().equals(call.attempt().toString())) {
      throw new Violation(Promise.SPEND_NAMED, call + " resumes the call of " + receipt);
    }
    world
        .accountCalls()
        .of(call.attempt().toString())
        .filter(ask -> !ask.node().equals(node.name()))
        .ifPresent(_ -> world.saw(Happening.RESUMED_ON_ANOTHER_NODE));
    Instant begun = asks(call);
    Mood mood = Mood.onResume(world, call.account().id());
    world.trace().say(node, "resumes", remoteId, "->", mood);
    world.saw(Happening.RESUMED);
    if (mood == Mood.POLL_LOST) {
      world.meanwhile(node, call.job(), results::cancelled);
      lostPolls.add(receipt.attempt());
      return saw(Happening.POLL_LOST, lostPoll());
    }
    AttemptOutcome outcome = delivered(receipt, List.copyOf(receipt.billed()), mood, results);
    watch.ended(call, begun, outcome);
    if (lostPolls.remove(receipt.attempt())) {
      world.saw(Happening.RESUMED_AFTER_LOST_POLL);
    }
    return world.sabotage().of(outcome);
  }

  /** A task that never arrived, under the id that it had. */
  private AttemptOutcome sentAgain(Call call, Results results) throws InterruptedException {
    Instant begun = asks(call);
    Mood mood = Mood.onResume(world, call.account().id());
    world.trace().say(node, "sends again", call.attempt(), "->", mood);
    if (mood == Mood.POLL_LOST) {
      world.meanwhile(node, call.job(), results::cancelled);
      return saw(Happening.POLL_LOST, lostPoll());
    }
    world.saw(Happening.SENT_AGAIN);
    AttemptOutcome outcome = accepted(world.upstream().receive(kind, call), mood, results);
    watch.ended(call, begun, outcome);
    return world.sabotage().of(outcome);
  }

  private Instant asks(Call call) {
    Instant now = world.clock().instant();
    world.accountCalls().asks(call.attempt().toString(), node.name(), now);
    return now;
  }

  private AttemptOutcome asked(Call call, Mood mood, Results results) throws InterruptedException {
    return switch (mood) {
      case UNREACHABLE -> unreachable(results);
      case LOCAL -> saw(Happening.NOT_SENT_LOCALLY, NotSent.local("no thread is free"));
      case CREDENTIAL, QUOTA, NOT_SERVED, GATEWAY_ERROR -> {
        results.sending();
        yield turnedAway(mood);
      }
      case REQUEST_LOST -> {
        results.sending();
        world.pass(Duration.ofSeconds(30));
        yield saw(Happening.REQUEST_LOST, unknown());
      }
      default -> {
        results.sending();
        yield arrived(call, mood, results);
      }
    };
  }

  /** An id is taken once: whoever sends it after another is told of what the other sent. */
  private AttemptOutcome arrived(Call call, Mood mood, Results results)
      throws InterruptedException {
    Optional<String> id = chosenId(call.attempt()).filter(world.upstream()::knows);
    if (id.isEmpty()) {
      return answered(world.upstream().receive(kind, call), mood, results);
    }
    Receipt receipt = world.upstream().find(id.get());
    return delivered(
        receipt, List.copyOf(receipt.billed()), Mood.onResume(world, call.account().id()), results);
  }

  /** Nobody there, or a proxy that proves that it reached nobody. */
  private AttemptOutcome unreachable(Results results) {
    Drawn drawn = drawn("not sent: unreachable");
    if (drawn.status() > 0) {
      results.sending();
    }
    return switch (drawn.problem().what()) {
      case "unknown-host" -> saw(Happening.UNKNOWN_HOST, drawn.outcome());
      case "tls" -> saw(Happening.TLS_FAILURE, drawn.outcome());
      default -> saw(Happening.CONNECTION_REFUSED, drawn.outcome());
    };
  }

  /** Before the upstream counts it as a call. */
  private AttemptOutcome turnedAway(Mood mood) {
    return switch (mood) {
      case GATEWAY_ERROR -> saw(Happening.GATEWAY_ERROR, drawn("not sent: server error").outcome());
      case NOT_SERVED -> saw(Happening.MODEL_NOT_SERVED, drawn("not sent: not served").outcome());
      case CREDENTIAL -> {
        Drawn drawn = drawn("not sent: credential");
        yield saw(
            drawn.status() == 403 ? Happening.FORBIDDEN : Happening.UNAUTHORIZED, drawn.outcome());
      }
      default -> saw(Happening.QUOTA_EXHAUSTED, drawn("not sent: quota").outcome());
    };
  }

  private AttemptOutcome unknown() {
    return drawn("unknown").outcome();
  }

  private Drawn drawn(String... words) {
    return outcomes.draw(CallPhase.SUBMIT, List.of(words));
  }

  private AttemptOutcome answered(Receipt receipt, Mood mood, Results results)
      throws InterruptedException {
    return switch (mood) {
      case THROTTLED -> throttled();
      case SERVER_ERROR -> saw(Happening.SERVER_ERROR, serverError());
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
    if (kind.resumable() && chosenId(receipt.call().attempt()).isEmpty()) {
      results.remoteId(receipt.remoteId());
    }
    return delivered(receipt, made, mood, results);
  }

  private AttemptOutcome delivered(Receipt receipt, List<Integer> made, Mood mood, Results results)
      throws InterruptedException {
    world.meanwhile(node, receipt.call().job(), results::cancelled);
    if (mood == Mood.ANSWER_LOST) {
      world.pass(Duration.ofSeconds(30));
      return saw(Happening.ANSWER_LOST, unknown());
    }
    if (mood == Mood.SPENT) {
      return saw(Happening.SPENT, drawn("spent").outcome());
    }
    int cut = mood == Mood.CUT_OFF ? world.random().nextInt(made.size()) : made.size();
    for (int index : made.subList(0, cut)) {
      try {
        new DeliveredMessage(world, receipt, results).image(index);
      } catch (FaultException e) {
        world.accountCalls().unstored(receipt.attempt());
        return new AttemptOutcome.Unknown("the answer broke off: " + e.getMessage());
      }
      world.meanwhile(node, receipt.call().job(), results::cancelled);
      crashMaybe(Happening.CRASH_BETWEEN_PICTURES);
    }
    return switch (mood) {
      case CUT_OFF -> saw(Happening.CUT_OFF, unknown());
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
    if (world.random().nextInt(4) == 0) {
      return saw(Happening.THROTTLED_WITHOUT_TIME, drawn("throttled").outcome());
    }
    Duration told = Duration.ofMillis(world.random().nextInt(5_000));
    return saw(Happening.THROTTLED, outcomes.draw(List.of("throttled"), told));
  }

  private AttemptOutcome serverError() {
    List<String> words = List.of("not sent: server error");
    return world.random().nextInt(4) == 0
        ? outcomes.draw(words, Duration.ofSeconds(3))
        : outcomes.draw(CallPhase.SUBMIT, words).outcome();
  }

  private AttemptOutcome refused() {
    return drawn("refused", "blocked: input").outcome();
  }

  private AttemptOutcome lostPoll() {
    return outcomes.draw(CallPhase.POLL, List.of("unknown")).outcome();
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
