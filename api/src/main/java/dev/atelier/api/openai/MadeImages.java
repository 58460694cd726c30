package dev.atelier.api.openai;

import dev.atelier.gateway.query.FindImage;
import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageReport;
import dev.atelier.image.RequestFault;
import dev.atelier.image.Usage;
import dev.atelier.media.Probe;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What OpenAI's APIs tell of the pictures that a job has made. */
public final class MadeImages {
  private MadeImages() {}

  /** Those that can be delivered. */
  public static List<JobImage> of(Job job) {
    return job.images().stream().filter(image -> image.state() == ImageState.DONE).toList();
  }

  /** What was counted for them. */
  public static Usage usage(Job job) {
    return of(job).stream().map(JobImage::usage).reduce(Usage.NONE, Usage::plus);
  }

  /** What a delivered picture really is. */
  public static ImageReport report(JobImage image) {
    return image.report().orElseThrow(() -> new IllegalStateException("done without a report"));
  }

  /**
   * @throws FaultException {@link RequestFault.NotFound} if it has expired since
   */
  public static StoredImage stored(FindImage find, Job job, JobImage image) {
    return image
        .artifact()
        .flatMap(id -> find.image(job, id))
        .orElseThrow(() ->
            new FaultException(new RequestFault.NotFound("image", job.id() + "/" + image.index())));
  }

  /** Whether a preview has alpha, whatever was ordered. */
  public static Background background(Path preview) throws IOException {
    try {
      return Probe.read(preview).alpha() ? Background.TRANSPARENT : Background.OPAQUE;
    } catch (UnusableMediaException e) {
      throw new IllegalStateException("a preview is checked before it is shown", e);
    }
  }

  /** Names the engine in the answer. */
  public static void engine(Exchange exchange, Job job) {
    of(job).stream()
        .findFirst()
        .ifPresent(image -> exchange.setHeader("x-atelier-engine", report(image).engine()));
  }

  /** Notes in the access log what was counted, and whose account made it. */
  public static void note(Exchange exchange, Job job) {
    exchange.note("usage", usage(job).total());
    job.images().stream()
        .flatMap(image -> image.report().stream())
        .findFirst()
        .ifPresent(report -> exchange.note("account", report.account().value()));
  }
}
