package dev.atelier.moderation;

import dev.atelier.image.Blocked;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks each policy in turn, up to the first that blocks. */
public final class Moderation {
  /** Checks nothing, and says so. */
  public static final Moderation OFF = new Moderation(List.of());

  private final List<PromptPolicy> policies;

  public Moderation(List<PromptPolicy> policies) {
    this.policies = List.copyOf(policies);
  }

  public static Moderation of(ModerationSettings settings) {
    return settings.rules().isEmpty()
        ? OFF
        : new Moderation(List.of(new PhrasePolicy(settings.rules())));
  }

  public Result check(Prompt prompt, ModerationLevel level) {
    var ran = new ArrayList<String>();
    for (var policy : policies) {
      var checks = policy.checks(level);
      if (checks.isEmpty()) {
        continue;
      }
      ran.addAll(checks);
      var blocked = policy.check(prompt, level);
      if (blocked.isPresent()) {
        return new Result(blocked, ran);
      }
    }
    return new Result(Optional.empty(), ran);
  }

  /**
   * What moderation says of one prompt.
   *
   * @param checks the names of those that ran; nothing may be claimed of any other
   */
  public record Result(Optional<Blocked> blocked, List<String> checks) {
    public Result {
      checks = List.copyOf(checks);
    }
  }
}
