package dev.atelier.api.runware;

import dev.atelier.api.FileLinks;
import dev.atelier.gateway.query.FindImage;
import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.storage.Artifact;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes finished images as results. */
final class ResultImages {
  private static final int MICROS_DIGITS = 6;
  private static final int COST_DIGITS = 5;

  private final FileLinks links;

  ResultImages(FileLinks links) {
    this.links = links;
  }

  /**
   * One image that is done.
   *
   * @param base what its link begins with
   * @param find where its bytes are
   * @param status {@code success} where the state of its task is told
   * @throws FaultException {@link RequestFault.NotFound} when it is not there any more
   */
  Reply.Part of(
      String base,
      TaskHead task,
      FindImage find,
      Job job,
      JobImage image,
      Optional<String> status) {
    StoredImage stored =
        image
            .artifact()
            .flatMap(id -> find.image(job, id))
            .orElseThrow(() ->
                new FaultException(new RequestFault.NotFound("task", task.uuid().orElse(""))));
    RunwareState state = RunwareState.of(job);
    return new ResultImage(
        task,
        status,
        stored,
        state.outputs(),
        link(base, job, image, stored.artifact()),
        ResultSeeds.of(job, image.index()),
        image
            .report()
            .filter(report -> report.checks().contains("moderation"))
            .map(report -> !report.flagged().isEmpty()),
        state.includeCost() ? OptionalDouble.of(usd(image.priceMicros())) : OptionalDouble.empty());
  }

  /** A link counts its time from the moment the image was done, whenever it is told. */
  private String link(String base, Job job, JobImage image, Artifact artifact) {
    String name = artifact.id() + "." + FileLinks.extension(artifact);
    Optional<Duration> last = job.origin().linksLast();
    Instant done = image.ended().or(job::ended).orElse(job.created());
    return last.isPresent()
        ? links.file(base, artifact, name, done.plus(last.get()))
        : links.result(base, job, artifact, name);
  }

  private static double usd(long micros) {
    return BigDecimal.valueOf(micros, MICROS_DIGITS)
        .setScale(COST_DIGITS, RoundingMode.HALF_UP)
        .doubleValue();
  }
}
