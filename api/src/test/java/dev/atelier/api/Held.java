package dev.atelier.api;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A call that stays at the upstream until it is let go. */
public final class Held implements FakeProvider.Answer {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final FakeProvider.Answer then;

  public Held() {
    this(FakeProvider.Answer.SUCCESS);
  }

  /**
   * @param then what comes of it in the end
   */
  public Held(FakeProvider.Answer then) {
    this.then = then;
  }

  @Override
  public AttemptOutcome give(FakeProvider provider, Call call, Results results)
      throws InterruptedException {
    begun.countDown();
    await(released);
    return then.give(provider, call, results);
  }

  /** Waits until the upstream has the call. */
  public void awaitBegun() throws InterruptedException {
    await(begun);
  }

  public void release() {
    released.countDown();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nothing happened for 30 s");
    }
  }
}
