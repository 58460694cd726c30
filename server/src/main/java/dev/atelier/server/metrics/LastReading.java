package dev.atelier.server.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that takes time to read: read at most once in a while, by one thread, and served as it
 * was last known for as long as it cannot be read.
 */
final class LastReading<T> {
  private static final Logger LOG = LoggerFactory.getLogger(LastReading.class);

  private final Supplier<T> read;
  private final Duration fresh;
  private final Duration waitMax;
  private final LongSupplier nanos;
  private final long begun;
  private volatile Optional<Read<T>> last = Optional.empty();
  private Optional<CompletableFuture<Void>> reading = Optional.empty();

  private record Read<T>(T value, long at) {}

  /**
   * @param fresh how long a value counts as new
   * @param waitMax how long {@link #refresh} waits for a new one
   * @param nanos the monotonic clock
   */
  LastReading(Supplier<T> read, Duration fresh, Duration waitMax, LongSupplier nanos) {
    this.read = read;
    this.fresh = fresh;
    this.waitMax = waitMax;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /** The value that was read last; empty if none ever was. */
  Optional<T> value() {
    return last.map(Read::value);
  }

  /** The time since it was read, or since nobody could. */
  Duration age() {
    return Duration.ofNanos(nanos.getAsLong() - last.map(Read::at).orElse(begun));
  }

  /** Reads it again if it is old; returns after the bound at the latest. */
  void refresh() {
    if (last.isPresent() && age().compareTo(fresh) < 0) {
      return;
    }
    try {
      reading().get(waitMax.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOG.debug("the last reading is served, which is {} old", age());
    } catch (ExecutionException e) {
      LOG.debug("the last reading is served", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized CompletableFuture<Void> reading() {
    if (reading.isPresent() && !reading.get().isDone()) {
      return reading.get();
    }
    var begins = new CompletableFuture<Void>();
    reading = Optional.of(begins);
    Thread.ofVirtual().name("reading").start(() -> read(begins));
    return begins;
  }

  private void read(CompletableFuture<Void> begins) {
    try {
      last = Optional.of(new Read<>(read.get(), nanos.getAsLong()));
      begins.complete(null);
    } catch (RuntimeException e) {
      begins.completeExceptionally(e);
    }
  }
}
