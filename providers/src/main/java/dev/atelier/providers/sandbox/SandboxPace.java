package dev.atelier.providers.sandbox;

import java.time.Duration;

/**
 * How long one picture of a call takes, spread over its previews.
 *
 * @param step before each preview and before the picture
 */
record SandboxPace(Duration step, Sleeper sleeper) {

  static SandboxPace of(SandboxSettings settings, Assignment assignment, Sleeper sleeper) {
    var even = settings.pace().dividedBy(assignment.order().partials() + 1);
    var gap = assignment.script().first(Token.SlowPartials.class).map(Token.SlowPartials::gap);
    var slow = gap.filter(time -> time.compareTo(even) > 0).orElse(even);
    return new SandboxPace(slow, sleeper);
  }

  void pause() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (step.isPositive()) {
      sleeper.sleep(step);
    }
  }
}
