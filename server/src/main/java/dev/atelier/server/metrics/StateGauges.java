package dev.atelier.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is read from the database: together, every few seconds at most, and never waited for longer
 * than a scrape may take.
 */
public final class StateGauges {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration WAIT_MAX = Duration.ofMillis(500);

  private final Metrics metrics;
  private final LastReading<StoredState> state;

  /**
   * @param nanos the monotonic clock
   */
  public StateGauges(Metrics metrics, Supplier<StoredState> read, LongSupplier nanos) {
    this.metrics = metrics;
    this.state = new LastReading<>(read, FRESH, WAIT_MAX, nanos);
    metrics.beforeScrape(state::refresh);
    queue();
    holds();
    gauge("webhooks.backlog", "messages and uploads to be sent", one -> one.webhooks());
    gauge("storage.artifacts", "stored pictures and files", one -> one.stored().artifacts());
    gauge("storage.bytes", "their bytes", one -> one.stored().bytes());
    metrics.gauge(
        "atelier.state.age.seconds",
        "age of what was read from the database",
        () -> seconds(state.age()));
  }

  private void queue() {
    gauge(
        "queue.interactive",
        "queued jobs with a caller on the line",
        one -> one.depth().interactive());
    gauge(
        "queue.background",
        "queued jobs that nobody waits for on the line",
        one -> one.depth().background());
    gauge("queue.running", "jobs in progress", one -> one.depth().running());
    gauge(
        "queue.age.seconds",
        "time since the oldest queued job came in",
        one -> age(one, one.ages().queued()));
  }

  private void holds() {
    gauge("holds.micro.usd", "money that is set aside for jobs", StoredState::heldMicros);
    gauge(
        "holds.oldest.age.seconds",
        "time since the oldest open hold was made",
        one -> age(one, one.ages().held()));
    gauge(
        "holds.overdue",
        "open holds whose job was to start an hour ago or longer",
        one -> one.ages().overdue());
  }

  private void gauge(String name, String help, Function<StoredState, Number> value) {
    metrics.gauge(
        "atelier." + name, help, () -> state.value().<Number>map(value).orElse(Double.NaN));
  }

  private static Number age(StoredState state, Optional<Instant> since) {
    return since.map(from -> Math.max(0, seconds(Duration.between(from, state.at())))).orElse(0.0);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
