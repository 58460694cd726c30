package dev.atelier.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One image of one job, written {@code JOB.INDEX}. Lists of images begin with the newest job, and
 * within a job with its first image: that is the order of these ids.
 *
 * @param index 0-based, at most {@link #INDEX_MAX}
 */
public record ImageId(JobId job, int index) implements Comparable<ImageId> {
  /** Beyond that of any image: the end of a job in a list. */
  public static final int INDEX_MAX = 9_999;

  private static final Pattern WRITTEN =
      Pattern.compile("([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\\.([0-9]{1,4})");

  public ImageId {
    if (index < 0 || index > INDEX_MAX) {
      throw new IllegalArgumentException("index " + index);
    }
  }

  /** Empty if it is not written as an id is. */
  public static Optional<ImageId> parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    return written.matches()
        ? Optional.of(
            new ImageId(JobId.parse(written.group(1)), Integer.parseInt(written.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(ImageId other) {
    int newest = other.job.compareTo(job);
    return newest == 0 ? Integer.compare(index, other.index) : newest;
  }

  @Override
  public String toString() {
    return job + "." + index;
  }
}
