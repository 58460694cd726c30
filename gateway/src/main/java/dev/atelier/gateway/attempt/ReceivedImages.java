package dev.atelier.gateway.attempt;

import dev.atelier.gateway.settle.FinishedImage;
import dev.atelier.image.JobFault;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What became of the images that arrived during one call; filled on the provider's threads. */
final class ReceivedImages {
  private final Map<Integer, FinishedImage> finished = new TreeMap<>();
  private final Map<Integer, JobFault> unusable = new TreeMap<>();
  private final Map<Integer, ProducedImage> unstored = new TreeMap<>();

  synchronized void finished(FinishedImage image) {
    unstored.remove(image.index());
    finished.put(image.index(), image);
  }

  synchronized void unusable(int index, JobFault why) {
    unstored.remove(index);
    unusable.put(index, why);
  }

  /** It arrived complete, and we cannot store it yet: our own trouble. */
  synchronized void unstored(ProducedImage image) {
    unstored.put(image.index(), image);
  }

  synchronized boolean has(int index) {
    return indexes().contains(index);
  }

  /** Every image that arrived, usable or not: the upstream bills them all. */
  synchronized Set<Integer> indexes() {
    var all = new HashSet<>(finished.keySet());
    all.addAll(unusable.keySet());
    all.addAll(unstored.keySet());
    return all;
  }

  synchronized List<FinishedImage> finished() {
    return List.copyOf(finished.values());
  }

  /** By index: why an image cannot be delivered. */
  synchronized Map<Integer, JobFault> unusable() {
    return Map.copyOf(unusable);
  }

  synchronized List<ProducedImage> unstored() {
    return List.copyOf(unstored.values());
  }
}
