package dev.atelier.benchmarks.gateway;

import dev.atelier.benchmarks.gateway.Load.Constant;
import dev.atelier.benchmarks.gateway.Load.Edits;
import dev.atelier.benchmarks.gateway.Load.Pictures;
import dev.atelier.benchmarks.gateway.Load.Poll;
import dev.atelier.benchmarks.gateway.Load.Submit;
import dev.atelier.benchmarks.gateway.Load.Tasks;
import java.util.List;
import java.util.stream.Stream;

/**
 * One kind of load, by the name that the report gives it.
 *
 * @param total requests of each turn; 0 for as many as go into the time
 */
record Scenario(String word, Load load, int connections, int total) {
  /** Small answers, as fast as they go: the cost of a request itself. */
  static final Scenario SMALL = pictures("small-c32", 32, 0, "picture=small", false);

  /** Two previews and a picture of 2.1 MB each, 20 ms apart. */
  static final Scenario STREAM = pictures("stream-c8", 8, 0, "picture=large,delay=60", true);

  static final List<Scenario> ALL =
      Stream.of(
              Stream.of(
                  SMALL,
                  // as fast as they go: the cost of a byte
                  pictures("large-c8", 8, 0, "picture=large", false),
                  pictures("large-200ms-c64", 64, 0, "picture=large,delay=200", false),
                  STREAM,
                  pictures("waiting-2000", 2_000, 2_000, "picture=small,delay=2000", false),
                  new Scenario("edits-c8", new Edits(), 8, 0),
                  new Scenario("sockets-c32", new Tasks(), 32, 0),
                  new Scenario("healthz", new Constant(Request.get("/healthz")), 32, 0),
                  new Scenario("models", new Constant(Request.get("/v1/models")), 32, 0)),
              Stream.of(AsyncApi.values())
                  .flatMap(api ->
                      Stream.of(
                          new Scenario("poll-waiting-" + api.word(), new Poll(api, false), 32, 0),
                          new Scenario("poll-done-" + api.word(), new Poll(api, true), 32, 0),
                          new Scenario("submit-" + api.word(), new Submit(api), 32, 0))))
          .flatMap(all -> all)
          .toList();

  private static final int LIMIT_SECONDS = 40;

  /** Jobs are made more slowly than they are accepted, and all of them are waited for. */
  private static final int SUBMITTED_PER_SECOND = 1_000;

  /** Jobs that wait take memory; as many as these are measured well. */
  private static final int SUBMITTED_MAX = 2_000;

  static Scenario of(String word) {
    return ALL.stream()
        .filter(one -> one.word.equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown scenario " + word + "; there are " + words(ALL.stream())));
  }

  /** Those whose names begin so: {@code poll} for all polls. */
  static List<Scenario> beginningWith(String word) {
    List<Scenario> found = ALL.stream().filter(one -> one.word.startsWith(word)).toList();
    return found.isEmpty() ? List.of(of(word)) : found;
  }

  /**
   * How many requests are sent; 0 for as many as go into the time.
   *
   * @param server whether to the server, which then has to make the jobs that it accepted
   */
  int requests(int seconds, boolean server) {
    return server && load instanceof Submit
        ? Math.min(seconds * SUBMITTED_PER_SECOND, SUBMITTED_MAX)
        : total;
  }

  /** When a turn is given up. */
  int limitSeconds() {
    return LIMIT_SECONDS;
  }

  @Override
  public String toString() {
    return word;
  }

  private static String words(Stream<Scenario> scenarios) {
    return String.join(", ", scenarios.map(Scenario::word).toList());
  }

  private static Scenario pictures(
      String word, int connections, int total, String upstream, boolean stream) {
    String order =
        "{\"model\":\"gpt-image-2\",\"prompt\":\"a cat, %s\",\"size\":\"1024x1024\"%s}"
            .formatted(upstream, stream ? ",\"stream\":true,\"partial_images\":2" : "");
    return new Scenario(
        word, new Pictures(Request.post("/v1/images/generations", order)), connections, total);
  }
}
