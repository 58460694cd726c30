package dev.atelier.providers.upstream;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What a fake upstream made and charges for, whether or not anybody heard of it. */
public final class Bill {
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param order the upstream's own id of it
   */
  public synchronized void charge(String order, int images, long microUsd) {
    lines.add(new Line(order, images, microUsd));
  }

  /** In the order in which they were made. */
  public synchronized List<Line> lines() {
    return List.copyOf(lines);
  }

  public synchronized int images() {
    return lines.stream().mapToInt(Line::images).sum();
  }

  public synchronized long microUsd() {
    return lines.stream().mapToLong(Line::microUsd).sum();
  }

  /** The same in dollars. */
  public BigDecimal usd() {
    return BigDecimal.valueOf(microUsd(), 6).stripTrailingZeros();
  }

  /** One order. */
  public record Line(String order, int images, long microUsd) {}
}
