package dev.atelier.server.cluster;

import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * One order of a client.
 *
 * @param name tells it from all others, and is its idempotency key
 * @param uuid the same for APIs whose tasks have one
 */
record ClusterOrder(String name, UUID uuid, ClusterApi api, ClusterModel model, int count) {
  private static final int COUNT_MAX = 3;

  static ClusterOrder random(RandomGenerator random, String name) {
    return of(random, name, any(ClusterApi.values(), random));
  }

  /** One over that API. */
  static ClusterOrder of(RandomGenerator random, String name, ClusterApi api) {
    ClusterModel model = any(ClusterModel.values(), random);
    int count = api.single() ? 1 : random.nextInt(1, COUNT_MAX + 1);
    return new ClusterOrder(
        name, new UUID(random.nextLong(), random.nextLong()), api, model, count);
  }

  private static <T> T any(T[] all, RandomGenerator random) {
    return all[random.nextInt(all.length)];
  }

  /** The order of this name in what says {@code "… dot NAME."}. */
  static String nameIn(String text) {
    int begin = text.indexOf("dot ");
    int end = begin < 0 ? -1 : text.indexOf('.', begin);
    return end < 0 ? "" : text.substring(begin + "dot ".length(), end);
  }

  String prompt() {
    return "a red dot " + name + ".";
  }
}
