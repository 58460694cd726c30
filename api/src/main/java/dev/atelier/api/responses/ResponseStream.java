package dev.atelier.api.responses;

import dev.atelier.api.openai.ErrorBody;
import dev.atelier.gateway.query.WatchJob.Watcher;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells a client the story of a response in its one order: created, begun, previews, the picture,
 * the end. Everything but the previews follows from the job, so it is told again under the same
 * numbers. Where previews were missed, the numbers of all that were ordered are left out: nothing
 * that a client has not heard is below what it has.
 */
final class ResponseStream implements Watcher {
  private static final int FIRST = 0;

  private final ResponseEvents events;
  private final Job job;
  private final boolean background;
  private final boolean missed;
  private int previews;
  private boolean begun;

  /**
   * @param job as it was when this began
   * @param missed whether previews may have been told of which nothing is known here
   */
  ResponseStream(ResponseEvents events, Job job, boolean missed) {
    this.events = events;
    this.job = job;
    this.background = ResponseState.of(job).background();
    this.missed = missed;
  }

  /** What is true of every response from the start. */
  void begin() throws IOException {
    ResponseStatus first = background ? ResponseStatus.QUEUED : ResponseStatus.IN_PROGRESS;
    events.response("created", job, first);
    if (background) {
      events.response("queued", job, first);
    } else {
      events.response("in_progress", job, first);
    }
    if (job.state() == JobState.RUNNING) {
      started();
    }
  }

  @Override
  public void started() throws IOException {
    if (begun) {
      return;
    }
    begun = true;
    if (background) {
      events.response("in_progress", job, ResponseStatus.IN_PROGRESS);
    }
    announce(FIRST);
  }

  private void announce(int image) throws IOException {
    events.added(job, image);
    events.call("in_progress", job, image);
    events.call("generating", job, image);
  }

  /** Those of the first picture only; there is no other unless another API ordered it. */
  @Override
  public void partial(int image, int order, Path file) throws IOException {
    int index = missed ? order : previews;
    if (image != FIRST || index < previews || index >= job.request().order().partials()) {
      return;
    }
    started();
    events.skipTo(events.next() + index - previews);
    events.partial(job, image, index, file);
    previews = index + 1;
  }

  @Override
  public void idle() throws IOException {
    events.keepAlive();
  }

  /** Tells how it ended; returns why it failed, if it did. */
  Optional<Fault> end(Job ended) throws IOException {
    if (ended.state() == JobState.SUCCEEDED) {
      calls(ended);
      events.response("completed", ended, ResponseStatus.COMPLETED);
      return Optional.empty();
    }
    Fault fault = ended.fault().orElseGet(JobFault.Cancelled::new);
    if (fault instanceof Blocked) {
      calls(ended);
    } else if (ended.started().isPresent()) {
      previewsOver();
    }
    if (ended.state() == JobState.CANCELLED) {
      events.response("failed", ended, ResponseStatus.CANCELLED);
      return Optional.of(fault);
    }
    if (!(fault instanceof Blocked)) {
      ErrorBody error = CallJson.error(ended, fault);
      events.error(error);
    }
    events.response("failed", ended, ResponseStatus.FAILED);
    return Optional.of(fault);
  }

  private void calls(Job ended) throws IOException {
    previewsOver();
    for (JobImage image : ended.images()) {
      if (image.index() != FIRST) {
        announce(image.index());
      }
      if (image.state() == ImageState.DONE) {
        events.call("completed", ended, image.index());
      }
      events.done(ended, image);
    }
  }

  private void previewsOver() throws IOException {
    started();
    if (missed) {
      events.skipTo(events.next() + job.request().order().partials() - previews);
    }
  }
}
