package dev.atelier.api.responses;

import dev.atelier.api.read.JobIdFormat;
import dev.atelier.image.JobId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a call of the image tool: {@code ig_}, the job's 128 bits and the index of its picture
 * in hexadecimal digits.
 *
 * @param image 0-based among the job's pictures
 */
record CallId(JobId job, int image) {
  private static final JobIdFormat JOB = JobIdFormat.hex("ig_");
  private static final Pattern WRITTEN = Pattern.compile("(ig_[0-9a-f]{32})([0-9a-f]{2,4})");

  static Optional<CallId> parse(String text) {
    var written = WRITTEN.matcher(text);
    return written.matches()
        ? JobIdFormat.parse(written.group(1))
            .map(job -> new CallId(job, Integer.parseInt(written.group(2), 16)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "%s%02x".formatted(JOB.of(job), image);
  }
}
