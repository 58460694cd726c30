package dev.atelier.gateway.attempt;

import dev.atelier.provider.Capabilities;
import java.util.List;
import java.util.stream.IntStream;

/** How a job's pictures are shared out over calls. */
public final class CallBatches {
  private CallBatches() {}

  /** The pictures of the first call for a job of {@code count}. */
  public static List<Integer> first(int count, Capabilities capabilities) {
    return first(IntStream.range(0, count).boxed().toList(), capabilities);
  }

  /** The pictures of the next call when these are still missing. */
  public static List<Integer> first(List<Integer> missing, Capabilities capabilities) {
    return missing.subList(0, Math.min(missing.size(), capabilities.imagesPerCall()));
  }
}
