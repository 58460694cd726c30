package dev.atelier.provider.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;

/** Images ordered in the last minute. Guarded by its account's lock. */
final class ImageBudget {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Deque<Spending> spendings = new ArrayDeque<>();
  private int sum;

  /** What is left of so many images a minute. */
  int left(int perMinute, Instant now) {
    while (!spendings.isEmpty() && !spendings.getFirst().at().plus(WINDOW).isAfter(now)) {
      sum -= spendings.removeFirst().images();
    }
    return Math.max(0, perMinute - sum);
  }

  Spending spend(int images, Instant now) {
    var spending = new Spending(images, now);
    spendings.addLast(spending);
    sum += images;
    return spending;
  }

  /** It was not spent after all. */
  void giveBack(Spending spending) {
    if (spendings.removeIf(one -> one == spending)) {
      sum -= spending.images();
    }
  }

  /**
   * The spendings of all processes, by the second in which they were; a whole second counts until
   * its last moment is a minute ago.
   *
   * @param ahead how far the clock of these seconds is ahead
   */
  void replace(SortedMap<Long, Integer> seconds, Duration ahead) {
    spendings.clear();
    sum = 0;
    seconds.forEach(
        (second, images) -> spend(images, Instant.ofEpochSecond(second + 1).minus(ahead)));
  }

  /** When the oldest no longer counts. */
  Instant more(Instant now) {
    return spendings.isEmpty() ? now : spendings.getFirst().at().plus(WINDOW);
  }

  /** Images that were ordered, or are about to be; each is itself alone. */
  static final class Spending {
    private final int images;
    private final Instant at;

    Spending(int images, Instant at) {
      this.images = images;
      this.at = at;
    }

    int images() {
      return images;
    }

    Instant at() {
      return at;
    }
  }
}
