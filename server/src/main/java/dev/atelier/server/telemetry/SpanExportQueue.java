package dev.atelier.server.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans on their way to a collector: a queue with a bound, and one thread that sends what is in it.
 * Whoever ends a span never waits; what the queue cannot take is dropped and counted.
 */
final class SpanExportQueue implements SpanProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(SpanExportQueue.class);
  private static final int BATCH = 512;

  private final SpanExporter exporter;
  private final Bounds bounds;
  private final BlockingQueue<SpanData> queue;
  private final Thread worker = Thread.ofPlatform().name("spans").daemon().unstarted(this::work);
  private final AtomicLong exported = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean closing;
  private boolean away;

  /**
   * How much and how long.
   *
   * @param spans kept at most
   * @param gather how long the first of a batch waits for others
   * @param export one export
   * @param close all that is sent at the end
   */
  record Bounds(int spans, Duration gather, Duration export, Duration close) {
    static final Bounds DEFAULT =
        new Bounds(4096, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(3));
  }

  SpanExportQueue(SpanExporter exporter, Bounds bounds) {
    this.exporter = exporter;
    this.bounds = bounds;
    this.queue = new ArrayBlockingQueue<>(bounds.spans());
  }

  SpanExportQueue start() {
    worker.start();
    return this;
  }

  SpanCounts counts() {
    return new SpanCounts(exported.get(), dropped.get(), failed.get());
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (closing || !queue.offer(span.toSpanData())) {
      dropped.incrementAndGet();
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  private void work() {
    var batch = new ArrayList<SpanData>(BATCH);
    while (!closing || !queue.isEmpty()) {
      try {
        SpanData first = queue.poll(bounds.gather().toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          gather(batch);
          export(List.copyOf(batch));
          batch.clear();
        }
      } catch (InterruptedException e) {
        failed.addAndGet(batch.size());
        batch.clear();
        break; // the time to close is over
      }
    }
    failed.addAndGet(queue.drainTo(new ArrayList<>()));
  }

  private void gather(List<SpanData> batch) throws InterruptedException {
    long end = System.nanoTime() + bounds.gather().toNanos();
    queue.drainTo(batch, BATCH - batch.size());
    while (!closing && batch.size() < BATCH) {
      SpanData next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
    }
  }

  private void export(List<SpanData> batch) throws InterruptedException {
    boolean sent = send(batch);
    (sent ? exported : failed).addAndGet(batch.size());
    if (!sent && !away) {
      LOG.warn("spans cannot be sent to the collector; those that do not fit are dropped");
    } else if (sent && away) {
      LOG.info("spans are sent to the collector again");
    }
    away = !sent;
    if (Thread.interrupted()) {
      throw new InterruptedException("closed while spans were sent");
    }
  }

  private boolean send(List<SpanData> batch) {
    try {
      return exporter
          .export(batch)
          .join(bounds.export().toMillis(), TimeUnit.MILLISECONDS)
          .isSuccess();
    } catch (RuntimeException e) {
      LOG.debug("an export failed", e);
      return false;
    }
  }

  /** Sends what is there, within the bound; later spans are dropped. */
  @Override
  public CompletableResultCode shutdown() {
    closing = true;
    try {
      worker.join(bounds.close());
      if (worker.isAlive()) {
        worker.interrupt();
      }
    } catch (InterruptedException e) {
      worker.interrupt();
      Thread.currentThread().interrupt();
    }
    return exporter.shutdown();
  }
}
