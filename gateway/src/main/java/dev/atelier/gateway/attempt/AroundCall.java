package dev.atelier.gateway.attempt;

import dev.atelier.image.AttemptId;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.queue.Job;

/** What surrounds each call of a job to an upstream, such as the trace that it is told of. */
@FunctionalInterface
public interface AroundCall {
  /** Nothing. */
  AroundCall NONE = (_, _, call) -> call.make();

  /** Makes the call, once, on this thread. */
  AttemptOutcome make(Job job, AttemptId attempt, Making call) throws InterruptedException;

  /** One call to a provider. */
  @FunctionalInterface
  interface Making {
    AttemptOutcome make() throws InterruptedException;
  }
}
