package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.Blocked;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the rows of pictures that are no longer pending: each once, never changed. */
final class EndedImages {
  private static final String INSERT =
      """
      INSERT INTO job_image (job, idx, state, artifact, fault, blocked, text_in, image_in,
        image_out, price_micros, report, ended) VALUES\
      """;
  private static final String ROW = " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String ONCE = " ON CONFLICT (job, idx) DO NOTHING";
  private static final String ONE = INSERT + ROW + ONCE;

  private EndedImages() {}

  /** Writes those that are still pending, in one statement; returns how many were. */
  static int add(Tx tx, JobId job, List<JobImage> images) {
    return tx.update(sql(images.size()), arguments(job, images));
  }

  /** Writes them all, of which none may have ended before. */
  static void addAll(Tx tx, JobId job, List<JobImage> images) {
    tx.expect(
        images.size(),
        () -> new IllegalStateException("some images of job " + job + " have ended before"),
        sql(images.size()),
        arguments(job, images));
  }

  private static String sql(int images) {
    return images == 1 ? ONE : INSERT + String.join(",", Collections.nCopies(images, ROW)) + ONCE;
  }

  private static @Nullable Object[] arguments(JobId job, List<JobImage> images) {
    var arguments = new ArrayList<@Nullable Object>();
    images.forEach(image -> arguments(arguments, job, image));
    return arguments.toArray();
  }

  /** A picture that was not made. */
  static JobImage without(int index, ImageState state, Optional<JobFault> fault, Instant now) {
    return new JobImage(
        index, state, Optional.empty(), fault, Usage.NONE, 0, Optional.empty(), Optional.of(now));
  }

  /** All of a job's. */
  static List<JobImage> allWithout(
      int count, ImageState state, Optional<JobFault> fault, Instant now) {
    return IntStream.range(0, count).mapToObj(index -> without(index, state, fault, now)).toList();
  }

  private static void arguments(List<@Nullable Object> into, JobId job, JobImage image) {
    into.add(job.value());
    into.add(image.index());
    into.add(image.state().name());
    into.add(image.artifact().map(artifact -> artifact.value()));
    into.add(image.fault().map(RowJson::write));
    into.add(image.fault().filter(Blocked.class::isInstance).isPresent());
    into.add(image.usage().textIn());
    into.add(image.usage().imageIn());
    into.add(image.usage().imageOut());
    into.add(image.priceMicros());
    into.add(image.report().map(RowJson::write));
    into.add(image.ended());
  }
}
