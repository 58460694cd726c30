package dev.atelier.webhook.dispatch;

import dev.atelier.database.Database;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what stands in the outbox, at least once, each try on a virtual thread of its own.
 *
 * <p>A claim is one short commit, as is a result. A claim that never gets its result (a crash) ends
 * by itself, and the delivery is due again with the same id. Nobody waits for a receiver that
 * hangs: tries in progress are bounded for each host of each tenant ({@link DeliveryLimiter}).
 */
public final class WebhookDispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);

  private final Database database;
  private final AttemptDelivery attempts;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final DispatchObserver observer;
  private final DispatchSettings settings;
  private final DeliveryLimiter limiter;
  private final ClaimDue due;
  private final WakeUp wakeUp = new WakeUp();
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());
  private final Thread loop = Thread.ofVirtual().name("dispatcher").unstarted(this::run);
  private volatile boolean closing;
  private volatile boolean cut;

  /**
   * @param renderers by the name that subscriptions and deliveries have for them; {@link
   *     RendererName#ATELIER} and {@link RendererName#PUT} among them
   * @param transport {@code guardedClient::send}
   */
  public WebhookDispatcher(
      Database database,
      Map<String, PayloadRenderer> renderers,
      Signatures signatures,
      Transport transport,
      InstantSource clock,
      RandomGenerator random,
      DispatchObserver observer,
      DispatchSettings settings) {
    this.database = database;
    this.attempts = new AttemptDelivery(database, renderers, signatures, transport);
    this.clock = clock;
    this.random = random;
    this.observer = observer;
    this.settings = settings;
    this.limiter = new DeliveryLimiter(settings);
    this.due =
        new ClaimDue(
            database,
            limiter,
            clock,
            delivery -> attempts.retryPolicy(delivery).timeout().plus(settings.claimMargin()));
  }

  /**
   * Makes due at once what an earlier process was trying when it ended. Only for the one node of a
   * database, before {@link #start}; elsewhere the claims of a dead node end by themselves.
   */
  public void takeOver() {
    database.write(tx -> ClaimRows.releaseAll(tx, clock.instant()));
  }

  /** Sends from now on, until closed. */
  public void start() {
    loop.start();
  }

  /** Something may be due: for {@link Outbox#onDue}. Never blocks. */
  public void wake() {
    wakeUp.signal();
  }

  /** How many tries are in progress, for a metric. */
  public int inProgress() {
    return limiter.inProgress();
  }

  /**
   * Sends everything that is due now, on the calling thread, one after the other; for tests and
   * simulations, instead of {@link #start}.
   *
   * @return how many tries were made
   */
  public int runDue() {
    int made = 0;
    for (int more = round(Runnable::run); more > 0; more = round(Runnable::run)) {
      made += more;
    }
    return made;
  }

  /**
   * Ends. Tries in progress may still end by themselves for a short time; those that do not are
   * given back and will be due at the next start.
   */
  @Override
  public void close() {
    closing = true;
    wakeUp.signal();
    try {
      if (loop.isAlive()) {
        loop.join(settings.closeGrace().plus(settings.pollMax()));
      }
      workers.shutdown();
      if (!workers.awaitTermination(settings.closeGrace().toMillis(), TimeUnit.MILLISECONDS)) {
        cut = true;
        workers.shutdownNow();
        boolean _ = workers.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      cut = true;
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing) {
      Duration sleep = settings.pollMax();
      try {
        sleep = round(workers) > 0 ? Duration.ZERO : due.untilNext(settings.pollMax());
      } catch (RuntimeException e) {
        LOG.error("cannot look for what is due; looking again soon", e);
      }
      wakeUp.await(sleep);
    }
  }

  private int round(Executor executor) {
    return due.claim(claim -> executor.execute(() -> deliver(claim)));
  }

  private void deliver(Claim claim) {
    try {
      var begun = clock.instant();
      var result = attempts.of(claim.delivery(), begun);
      if (cut && !(result instanceof AttemptResult.Answer)) {
        database.write(tx -> {
          ClaimRows.release(tx, claim, clock.instant());
          return true;
        });
        return;
      }
      learn(claim.lane(), result);
      settle(claim, result, begun);
    } catch (RuntimeException e) {
      LOG.error("the result of delivery {} is lost; it is sent again", claim.delivery().id(), e);
    } finally {
      limiter.release(claim.lane(), 1);
      wakeUp.signal();
    }
  }

  private void learn(String lane, AttemptResult result) {
    if (result instanceof AttemptResult.NoAnswer) {
      limiter.unanswered(lane);
    } else if (result.problem().isEmpty()) {
      limiter.delivered(lane);
    }
  }

  private void settle(Claim claim, AttemptResult result, Instant begun) {
    var delivery = claim.delivery();
    var now = clock.instant();
    var decision =
        DeliveryDecision.of(
            result, attempts.retryPolicy(delivery), delivery.attempts(), now, nextChance());
    var made =
        new DeliveryAttempt(
            claim.number(),
            begun,
            Duration.between(begun, now),
            result.status(),
            result.problem(),
            result.answer());
    database.write(tx -> {
      RecordAttempt.write(tx, claim, decision, made, now);
      return true;
    });
    observer.attempted(delivery, decision.state(), made);
    if (decision instanceof DeliveryDecision.End(var state, var _) && state.lost()) {
      LOG.info("delivery {} ended {}: {}", delivery.id(), state, result.problem().orElse(""));
    }
  }

  private double nextChance() {
    synchronized (random) {
      return random.nextDouble();
    }
  }
}
