package dev.atelier.server.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A label whose values are not known beforehand: the first so many are told apart, every other one
 * is {@code other}.
 */
final class BoundedLabel {
  static final String OTHER = "other";

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final int max;

  BoundedLabel(int max) {
    this.max = max;
  }

  String of(String value) {
    if (known.contains(value)) {
      return value;
    }
    synchronized (known) {
      return known.size() < max && known.add(value) ? value : OTHER;
    }
  }
}
