package dev.atelier.server.endurance;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One request of a customer, told from all others by its prompt.
 *
 * @param key its {@code Idempotency-Key}; without one a repeat shows the SDK's retry count
 */
record EnduranceOrder(String prompt, int count, boolean stream, Optional<String> key) {
  private static final int DELAY_MILLIS_MAX = 200;

  static EnduranceOrder random(RandomGenerator random, String name) {
    String prompt = name + " delay=" + random.nextInt(DELAY_MILLIS_MAX);
    Optional<String> key = random.nextBoolean() ? Optional.of("key-" + name) : Optional.empty();
    return new EnduranceOrder(prompt, random.nextInt(1, 4), random.nextInt(4) == 0, key);
  }

  String json() {
    return """
    {"model":"tiny-1","prompt":"%s","size":"64x64","quality":"low","n":%d,"stream":%s}\
    """
        .formatted(prompt, count, stream);
  }
}
