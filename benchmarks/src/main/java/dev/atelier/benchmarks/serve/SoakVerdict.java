package dev.atelier.benchmarks.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Whether a server stayed as it was. The first third of the samples is warm-up; of everything that
 * must stay flat the median of the last third is held against the median of the middle one. Files
 * grow by what is made, since nothing is kept for less than a day: what they grow for each request
 * must not rise.
 */
final class SoakVerdict {
  private static final double SHARE_MORE = 1.10;
  private static final double GROWTH_MORE = 1.25;
  private static final long RESIDENT_MORE = 16L << 20;
  private static final long HEAP_MORE = 4L << 20;
  private static final long LOG_MORE = 16L << 20;
  private static final long COUNT_MORE = 20;
  private static final long GROWTH_BYTES_MORE = 4L << 10;
  private static final int SAMPLES_MIN = 6;

  private final List<Sample> middle;
  private final List<Sample> last;

  /**
   * @param samples in their order, at least 6
   */
  SoakVerdict(List<Sample> samples) {
    if (samples.size() < SAMPLES_MIN) {
      throw new IllegalArgumentException("only " + samples.size() + " samples were taken");
    }
    int third = samples.size() / 3;
    this.middle = samples.subList(third, 2 * third);
    this.last = samples.subList(2 * third, samples.size());
  }

  /** What did not stay as it was, in words; empty when all did. */
  List<String> problems() {
    var problems = new ArrayList<String>();
    flat("resident bytes", Sample::residentBytes, SHARE_MORE, RESIDENT_MORE, problems);
    flat("bytes of heap", Sample::heapBytes, SHARE_MORE, HEAP_MORE, problems);
    flat("descriptors", Sample::descriptors, 1, COUNT_MORE, problems);
    flat("threads", Sample::threads, 1, COUNT_MORE, problems);
    flat("bytes of write-ahead log", Sample::logBytes, SHARE_MORE, LOG_MORE, problems);
    double before = growth(middle);
    double after = growth(last);
    if (after > before * GROWTH_MORE + GROWTH_BYTES_MORE) {
      problems.add(
          "the files grew by %.0f bytes for each request, then by %.0f".formatted(before, after));
    }
    return problems;
  }

  private void flat(
      String what, ToLongFunction<Sample> of, double share, long more, List<String> problems) {
    long before = median(middle, of);
    long after = median(last, of);
    if (after > before * share + more) {
      problems.add("%s rose from %d to %d".formatted(what, before, after));
    }
  }

  private static long median(List<Sample> samples, ToLongFunction<Sample> of) {
    return samples.stream().mapToLong(of).sorted().skip(samples.size() / 2).findFirst().orElse(0);
  }

  private static double growth(List<Sample> samples) {
    Sample first = samples.getFirst();
    Sample end = samples.getLast();
    return (double) (end.keptBytes() - first.keptBytes())
        / Math.max(1, end.requests() - first.requests());
  }
}
