package dev.atelier.benchmarks.gateway;

import java.util.Locale;

/** One kind of load: what is asked, over how many connections, for how long. */
enum Scenario {
  /** Small answers, as fast as they go: the cost of a request itself. */
  SMALL_C32(32, 0, "picture=small", false),
  /** Answers of 2.1 MB, as fast as they go: the cost of a byte. */
  LARGE_C8(8, 0, "picture=large", false),
  /** The same from an upstream that takes 200 ms. */
  LARGE_200MS_C64(64, 0, "picture=large,delay=200", false),
  /** Two previews and a picture of 2.1 MB each, 20 ms apart. */
  STREAM_C8(8, 0, "picture=large,delay=60", true),
  /** Two thousand requests at once, of 2 s each. */
  WAITING_2000(2_000, 2_000, "picture=small,delay=2000", false);

  private static final int LIMIT_SECONDS = 40;

  private final int connections;
  private final int total;
  private final String upstream;
  private final boolean stream;

  Scenario(int connections, int total, String upstream, boolean stream) {
    this.connections = connections;
    this.total = total;
    this.upstream = upstream;
    this.stream = stream;
  }

  static Scenario of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words that {@code load} takes behind port and path. */
  String[] words(int seconds) {
    return new String[] {
      Integer.toString(connections),
      Integer.toString(total > 0 ? 0 : seconds),
      Integer.toString(total),
      Integer.toString(LIMIT_SECONDS),
      body()
    };
  }

  private String body() {
    return "{\"model\":\"gpt-image-2\",\"prompt\":\"a cat, %s\",\"size\":\"1024x1024\"%s}"
        .formatted(upstream, stream ? ",\"stream\":true,\"partial_images\":2" : "");
  }
}
