package dev.atelier.api.openai;

import dev.atelier.api.Failure;
import dev.atelier.api.JsonTemplate;
import dev.atelier.api.openai.OpenAiSettings.WhenClientLeaves;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.gateway.query.WatchJob.Watcher;
import dev.atelier.http.server.ClientGoneException;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobFault;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stays with a job whose caller is on the line: keeps the line alive, and minds who leaves it. */
public final class WaitForJob {
  private static final Logger LOG = LoggerFactory.getLogger(WaitForJob.class);

  private final Gateway gateway;
  private final WhenClientLeaves whenClientLeaves;
  private final Optional<Duration> keepAliveBytes;

  public WaitForJob(Gateway gateway, OpenAiSettings settings) {
    this.gateway = gateway;
    this.whenClientLeaves = settings.whenClientLeaves();
    this.keepAliveBytes = settings.keepAliveBytes();
  }

  /** Answers a caller. */
  @FunctionalInterface
  public interface Answer {
    void give() throws IOException, InterruptedException;
  }

  /** The answer that a job which has succeeded makes. */
  @FunctionalInterface
  public interface Body {
    JsonTemplate of(Job ended) throws IOException;
  }

  /** Gives the answer; a caller that leaves meanwhile ends its job where that is wanted. */
  public void answering(Exchange exchange, Principal principal, Watch watch, Answer answer)
      throws IOException, InterruptedException {
    if (whenClientLeaves == WhenClientLeaves.CANCEL) {
      exchange.onClientGone(watch::end);
    }
    try {
      answer.give();
    } catch (ClientGoneException e) {
      left(principal, watch);
      throw e;
    }
  }

  /**
   * Answers with one JSON once the job has succeeded. Once a blank was sent, whatever goes wrong is
   * an error under status 200.
   *
   * @throws FaultException why the job failed, as long as nothing was sent
   */
  public void respond(
      Exchange exchange, Watch watch, Body answer, Function<Fault, ErrorBody> errors)
      throws IOException, InterruptedException {
    var line = new KeepAliveBytes(exchange);
    JsonTemplate body;
    try {
      body = made(exchange, awaitEnd(watch, line), answer);
    } catch (RuntimeException e) {
      if (!line.begun()) {
        throw e;
      }
      ErrorBody error = errors.apply(Failure.fault(e).orElseGet(() -> defect(exchange, e)));
      exchange.note("error", error.code().orElse(error.type()));
      line.body().write(error.json());
      return;
    }
    if (line.begun()) {
      body.writeTo(line.body());
      return;
    }
    CommonHeaders.set(exchange);
    try (OutputStream out = exchange.respond(200, "application/json", body.length())) {
      body.writeTo(out);
    }
  }

  private Job awaitEnd(Watch watch, KeepAliveBytes line) throws IOException, InterruptedException {
    return keepAliveBytes.isPresent()
        ? watch.await(line, keepAliveBytes.get())
        : watch.await(Watcher.SILENT);
  }

  private static JsonTemplate made(Exchange exchange, Job job, Body answer) throws IOException {
    requireSuccess(job);
    MadeImages.note(exchange, job);
    MadeImages.engine(exchange, job);
    return answer.of(job);
  }

  /**
   * @throws FaultException why a job that has ended has failed
   */
  public static void requireSuccess(Job job) {
    if (job.state() != JobState.SUCCEEDED) {
      throw new FaultException(job.fault().orElseGet(JobFault.Cancelled::new));
    }
  }

  /** What a caller is told of a defect of ours that shows when its answer has begun. */
  public static Fault defect(Exchange exchange, RuntimeException e) {
    LOG.error("{}: an answer failed after it had begun", exchange.requestId(), e);
    return new AdmissionFault.Internal();
  }

  private void left(Principal principal, Watch watch) {
    if (whenClientLeaves == WhenClientLeaves.CANCEL && !watch.othersWait()) {
      CancelResult result = gateway.cancel().cancel(principal, watch.job().id());
      LOG.info("job {}: its caller left: {}", watch.job().id(), result);
    } else {
      LOG.debug("job {}: its caller left, it goes on", watch.job().id());
    }
  }
}
