package dev.atelier.gateway;

import dev.atelier.gateway.CheckDelivery.Delivered;
import dev.atelier.image.Fault;
import java.util.HashMap;
import java.util.Map;

/**
 * What became of the pictures that arrived during one attempt; filled on the provider's threads.
 */
final class ReceivedImages {
  private final Map<Integer, Delivered> usable = new HashMap<>();
  private final Map<Integer, Fault> unusable = new HashMap<>();

  synchronized void usable(int index, Delivered image) {
    usable.put(index, image);
  }

  synchronized void unusable(int index, Fault why) {
    unusable.put(index, why);
  }

  synchronized boolean has(int index) {
    return usable.containsKey(index) || unusable.containsKey(index);
  }

  /** By index: pictures that can be delivered. */
  synchronized Map<Integer, Delivered> usable() {
    return Map.copyOf(usable);
  }

  /** By index: why a picture cannot be delivered. */
  synchronized Map<Integer, Fault> unusable() {
    return Map.copyOf(unusable);
  }
}
