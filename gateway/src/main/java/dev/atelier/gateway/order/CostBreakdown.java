package dev.atelier.gateway.order;

import java.math.BigDecimal;
import java.util.List;

/**
 * What an order is expected to cost, all its pictures together, and how that comes about.
 *
 * @param micros micro-dollars, each picture rounded as it will be charged
 */
public record CostBreakdown(long micros, List<Part> parts) {
  public static final int NANO_DIGITS = 9;

  public CostBreakdown {
    parts = List.copyOf(parts);
  }

  /** What is counted. */
  public enum Counted {
    /** Tokens of the prompt, for each picture. */
    TEXT_IN,
    /** Tokens of the pictures to work from, for each picture. */
    IMAGE_IN,
    /** Input tokens that cost less because they were seen before; none are ever counted. */
    CACHED,
    /** Tokens of the pictures. */
    IMAGE_OUT,
    /** Tokens of the previews. */
    PARTIALS,
    /** Pictures, where they are sold so. */
    IMAGE
  }

  /**
   * One kind of thing that is counted.
   *
   * @param quantity tokens or pictures
   * @param nanos the price of one, in nano-dollars
   * @param estimated whether it may turn out to be another number: the tokenizer of prompts is
   *     unpublished, and no more than the previews that come are charged
   */
  public record Part(Counted counted, long quantity, long nanos, boolean estimated) {
    /** Its price in US dollars, not rounded. */
    public BigDecimal usd() {
      return BigDecimal.valueOf(Math.multiplyExact(quantity, nanos), NANO_DIGITS);
    }
  }
}
