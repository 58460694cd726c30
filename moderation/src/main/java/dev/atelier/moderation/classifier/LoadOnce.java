package dev.atelier.moderation.classifier;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a classifier at its first use, or beforehand; what does not load is not tried again. */
final class LoadOnce implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadOnce.class);

  private final Loader loader;
  private Optional<CompletableFuture<Classifier>> loading = Optional.empty();
  private boolean closed;

  LoadOnce(Loader loader) {
    this.loader = loader;
  }

  /** Where the classifier comes from. */
  @FunctionalInterface
  interface Loader {
    Classifier load() throws ClassifierException;
  }

  /** Has it loaded when {@code background} comes to it, if nobody needs it before. */
  void soon(Executor background) {
    background.execute(() -> {
      var _ = start();
    });
  }

  /**
   * @throws ClassifierException when it does not load
   * @throws TimeoutException when it is not loaded in time
   */
  Classifier get(Duration timeout)
      throws ClassifierException, TimeoutException, InterruptedException {
    try {
      return start().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new ClassifierException(String.valueOf(e.getMessage()), e);
    }
  }

  private synchronized CompletableFuture<Classifier> start() {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    if (loading.isEmpty()) {
      var made = new CompletableFuture<Classifier>();
      loading = Optional.of(made);
      Thread.ofPlatform().daemon().name("load-classifier").start(() -> load(made));
    }
    return loading.get();
  }

  private void load(CompletableFuture<Classifier> made) {
    try {
      made.complete(loader.load());
    } catch (ClassifierException | RuntimeException | LinkageError e) {
      LOG.error("pictures are not judged by the classifier: {}", e.getMessage());
      made.completeExceptionally(e);
    }
  }

  /** To be called when nobody asks it any more. */
  @Override
  public synchronized void close() {
    closed = true;
    loading.ifPresent(made -> {
      var _ = made.thenAccept(Classifier::close);
    });
  }
}
