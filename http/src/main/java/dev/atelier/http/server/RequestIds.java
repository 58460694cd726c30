package dev.atelier.http.server;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes request ids: {@code req_} and 32 hex digits. Unique, not secret. */
final class RequestIds {
  private RequestIds() {}

  static Supplier<String> random() {
    return () -> next(ThreadLocalRandom.current());
  }

  static String next(RandomGenerator random) {
    StringBuilder id = new StringBuilder(36).append("req_");
    for (long bits : new long[] {random.nextLong(), random.nextLong()}) {
      for (int shift = 60; shift >= 0; shift -= 4) {
        id.append(Character.forDigit((int) (bits >>> shift) & 15, 16));
      }
    }
    return id.toString();
  }
}
