package dev.atelier.simulation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often each {@link Happening} was seen. */
final class Coverage {
  private final Map<Happening, Long> seen = new EnumMap<>(Happening.class);
  private final Map<Happening, Long> runs = new EnumMap<>(Happening.class);

  void saw(Happening happening) {
    seen.merge(happening, 1L, Long::sum);
  }

  /** What one run saw. */
  void add(Coverage run) {
    run.seen.forEach((happening, times) -> {
      seen.merge(happening, times, Long::sum);
      runs.merge(happening, 1L, Long::sum);
    });
  }

  long of(Happening happening) {
    return seen.getOrDefault(happening, 0L);
  }

  List<Happening> missing() {
    return Arrays.stream(Happening.values()).filter(one -> of(one) == 0).toList();
  }

  /** What happens among several processes, and was seen in fewer runs than that. */
  List<Happening> rareInClusters(long least) {
    return Happening.OF_CLUSTERS.stream()
        .filter(one -> runs.getOrDefault(one, 0L) < least)
        .toList();
  }

  @Override
  public String toString() {
    return seen.toString();
  }
}
