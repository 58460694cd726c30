package dev.atelier.gateway.attempt;

import dev.atelier.gateway.settle.FinishedImage;
import dev.atelier.image.ContentHash;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What became of the images that arrived during one call; filled on the provider's threads. */
final class ReceivedImages {
  private final Map<Integer, FinishedImage> finished = new TreeMap<>();
  private final Map<Integer, Undelivered> undelivered = new TreeMap<>();
  private final Map<Integer, ProducedImage> unstored = new TreeMap<>();
  private int surplus;

  synchronized void finished(FinishedImage image) {
    unstored.remove(image.index());
    undelivered.remove(image.index());
    finished.put(image.index(), image);
  }

  /** It arrived, and is not delivered. */
  synchronized void undelivered(int index, Undelivered why) {
    unstored.remove(index);
    finished.remove(index);
    undelivered.put(index, why);
  }

  /**
   * It arrived complete, and we cannot store it yet: our own trouble.
   *
   * @return false if that was told before
   */
  synchronized boolean unstored(ProducedImage image) {
    return unstored.put(image.index(), image) == null;
  }

  /** So many came beyond those that were ordered. */
  synchronized void surplus(int images) {
    surplus += images;
  }

  synchronized int surplus() {
    return surplus;
  }

  synchronized boolean has(int index) {
    return indexes().contains(index);
  }

  /** Whether it is here already as it is to be delivered. */
  synchronized boolean deliverable(int index) {
    return finished.containsKey(index);
  }

  /** Every image that arrived, usable or not: the upstream bills them all. */
  synchronized Set<Integer> indexes() {
    var all = new HashSet<>(finished.keySet());
    all.addAll(undelivered.keySet());
    all.addAll(unstored.keySet());
    return all;
  }

  synchronized List<FinishedImage> finished() {
    return List.copyOf(finished.values());
  }

  /** By index: why an image is not delivered. */
  synchronized Map<Integer, Undelivered> undelivered() {
    return Map.copyOf(undelivered);
  }

  synchronized List<ProducedImage> unstored() {
    return List.copyOf(unstored.values());
  }

  /** Whether nothing of what came is as it should be. */
  synchronized boolean allWrong() {
    return finished.isEmpty()
        && unstored.isEmpty()
        && !undelivered.isEmpty()
        && undelivered.values().stream().allMatch(why -> why.difference().isPresent());
  }

  /** Whether some image came twice. */
  synchronized boolean repeats() {
    var seen = new HashSet<ContentHash>();
    return finished.values().stream()
        .flatMap(image -> image.report().picture().stream())
        .anyMatch(picture -> !seen.add(picture));
  }
}
