package dev.atelier.storage.s3;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Makes calls to the object store, each on a thread of its own: so none of them is ended by an
 * interrupt of who waits for it, and none outlasts its time. While the store is known to be away
 * nothing is sent at all.
 *
 * <p>What is not there is a {@link NoSuchFileException}; what cannot be had now a {@link
 * FaultException} with {@code Unavailable}.
 */
final class S3Calls implements AutoCloseable {
  private static final Duration COME_BACK = Duration.ofSeconds(5);
  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final String AWAY = "the object store cannot be reached";
  private static final String REFUSES = "the object store refuses us";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final StoreHealth health;
  private final Duration max;

  S3Calls(StoreHealth health, S3Timeouts timeouts) {
    this.health = health;
    this.max = timeouts.call().plus(MARGIN);
  }

  <T> T run(Callable<T> call) throws IOException {
    Optional<String> problem = health.problem();
    if (problem.isPresent()) {
      throw unavailable(problem.get());
    }
    T answer = probe(call);
    health.succeeded();
    return answer;
  }

  /** The same, also while it is away: this is how it is found to be back. */
  <T> T probe(Callable<T> call) throws IOException {
    Future<T> future = threads.submit(call);
    boolean interrupted = false;
    long end = System.nanoTime() + max.toNanos();
    try {
      while (true) {
        try {
          return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      future.cancel(true);
      throw away(AWAY, e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What to tell of it. */
  private IOException failure(Throwable cause) {
    return switch (cause) {
      case SdkServiceException told when told.statusCode() == 404 && !noBucket(told) ->
          missing(told);
      case SdkServiceException told when refused(told.statusCode()) -> throw away(REFUSES, told);
      case SdkServiceException told when told.statusCode() < 500 ->
          new IOException("the object store took it amiss: " + words(told), told);
      case SdkException broken -> throw away(AWAY, broken);
      case IOException local -> local;
      case RuntimeException defect -> throw defect;
      case Error defect -> throw defect;
      default -> new IOException(cause);
    };
  }

  private static IOException missing(SdkServiceException told) {
    var missing = new NoSuchFileException(words(told));
    missing.initCause(told);
    return missing;
  }

  private static boolean noBucket(SdkServiceException told) {
    return words(told).contains("NoSuchBucket") || words(told).contains("bucket does not exist");
  }

  /** Keys, rights, a bucket that is elsewhere or not there, or too many requests. */
  private static boolean refused(int status) {
    return status == 301 || status == 401 || status == 403 || status == 404 || status == 429;
  }

  private FaultException away(String words, Exception cause) {
    health.failed(words, words(cause));
    return new FaultException(new AdmissionFault.Unavailable(words, COME_BACK), cause);
  }

  static FaultException unavailable(String words) {
    return new FaultException(new AdmissionFault.Unavailable(words, COME_BACK));
  }

  private static String words(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
