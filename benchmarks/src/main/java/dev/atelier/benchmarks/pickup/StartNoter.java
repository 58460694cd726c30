package dev.atelier.benchmarks.pickup;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Makes nothing, and notes when it was asked to. */
final class StartNoter implements Provider {
  private static final int SECONDS_MAX = 30;

  private final BlockingQueue<Long> starts = new LinkedBlockingQueue<>();

  @Override
  public String name() {
    return "noter";
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(1, false, true, false);
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) {
    starts.add(System.nanoTime());
    return new AttemptOutcome.Refused("only the start is measured", Optional.empty(), List.of());
  }

  /** When the next attempt began, in nanoseconds of the monotonic clock. */
  long next() throws InterruptedException {
    Long start = starts.poll(SECONDS_MAX, TimeUnit.SECONDS);
    if (start == null) {
      throw new IllegalStateException("no attempt began");
    }
    return start;
  }
}
