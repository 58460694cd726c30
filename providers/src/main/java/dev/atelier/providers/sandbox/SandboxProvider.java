package dev.atelier.providers.sandbox;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.media.PixelBudget;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import dev.atelier.providers.sandbox.art.Drawings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Draws pictures offline, for nothing, and says that it is no AI model. The same prompt, seed and
 * order give the same bytes. Reserved tokens in the prompt, {@code [atelier:…]}, script every way a
 * call can end.
 */
public final class SandboxProvider implements Provider {
  public static final String NAME = "sandbox";

  private static final Capabilities CAPABILITIES = new Capabilities(10, false, true, true);

  private final SandboxSettings settings;
  private final Catalog catalog;
  private final Sleeper sleeper;
  private final Studio studio;

  /**
   * @param catalog whose qualities say how much is drawn
   */
  public SandboxProvider(SandboxSettings settings, Catalog catalog, PixelBudget budget) {
    this(settings, catalog, budget, Sleeper.THREAD);
  }

  /**
   * @param sleeper how pace and scripted delays are waited for
   */
  public SandboxProvider(
      SandboxSettings settings, Catalog catalog, PixelBudget budget, Sleeper sleeper) {
    this.settings = settings;
    this.catalog = catalog;
    this.sleeper = sleeper;
    this.studio = new Studio(budget, new DrawImage(new Drawings()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    var assignment = Assignment.of(call.request(), catalog);
    var late = delay(assignment, call.timeout());
    if (late.isPresent()) {
      return late.get();
    }
    var scripted = beforeDrawing(assignment.script());
    if (scripted.isPresent()) {
      return scripted.get();
    }
    var pace = SandboxPace.of(settings, assignment, sleeper);
    var wasted = afterDrawing(assignment.script());
    if (wasted.isPresent()) {
      pace.pause();
      return wasted.get();
    }
    return studio.make(assignment, call, results, pace);
  }

  private Optional<AttemptOutcome> delay(Assignment assignment, Duration timeout)
      throws InterruptedException {
    var delay = assignment.script().first(Token.Delay.class).map(Token.Delay::time);
    if (delay.isEmpty()) {
      return Optional.empty();
    }
    boolean tooLong = delay.get().compareTo(timeout) > 0;
    sleeper.sleep(tooLong ? timeout : delay.get());
    return tooLong
        ? Optional.of(new AttemptOutcome.Unknown("no answer within " + timeout.toMillis() + " ms"))
        : Optional.empty();
  }

  private static Optional<AttemptOutcome> beforeDrawing(Script script) {
    for (var token : script.tokens()) {
      Optional<AttemptOutcome> outcome =
          switch (token) {
            case Token.RefuseInput(var categories) -> Optional.of(refused(Stage.INPUT, categories));
            case Token.Throttle(var wait) ->
                Optional.of(
                    new Throttled(Optional.of(wait), "HTTP 429, Retry-After: " + wait.toSeconds()));
            case Token.ServerError(var status) ->
                Optional.of(NotSent.serverError(status, "HTTP " + status + " (scripted)"));
            case Token.Unreachable() ->
                Optional.of(NotSent.unreachable("connection refused (scripted)"));
            case Token.Unknown() ->
                Optional.of(new AttemptOutcome.Unknown("connection lost (scripted)"));
            case Token.RefuseOutput _, Token.Spent _, Token.Delay _, Token.SlowPartials _ ->
                Optional.empty();
            case Token.WrongSize _, Token.WrongFormat _, Token.Cut _, Token.Succeed _ ->
                Optional.empty();
            case Token.WrongQuality _, Token.Repeat _, Token.Fewer _ -> Optional.empty();
            case Token.Proof _ -> Optional.empty();
          };
      if (outcome.isPresent()) {
        return outcome;
      }
    }
    return Optional.empty();
  }

  private static Optional<AttemptOutcome> afterDrawing(Script script) {
    var refused = script.first(Token.RefuseOutput.class);
    if (refused.isPresent()) {
      return Optional.of(refused(Stage.OUTPUT, refused.get().categories()));
    }
    return script.has(Token.Spent.class)
        ? Optional.of(new AttemptOutcome.Spent("charged without a picture (scripted)"))
        : Optional.empty();
  }

  private static AttemptOutcome refused(Stage stage, List<String> categories) {
    var what = stage == Stage.INPUT ? "The prompt was refused" : "The picture was refused";
    return new Refused(what + " (scripted).", Optional.of(stage), categories);
  }
}
