package dev.atelier.metering.usage;

import dev.atelier.database.Row;
import dev.atelier.image.Usage;

/**
 * Sums over some usage.
 *
 * @param tokens counted for delivered pictures
 */
public record UsageFigures(Jobs jobs, Pictures pictures, Usage tokens, Money money) {
  public static final UsageFigures NONE =
      new UsageFigures(Jobs.NONE, Pictures.NONE, Usage.NONE, Money.NONE);

  /**
   * Jobs that have ended.
   *
   * @param latencyMillis from acceptance to the end, of those that succeeded, together
   */
  public record Jobs(long ended, long succeeded, long latencyMillis) {
    static final Jobs NONE = new Jobs(0, 0, 0);
  }

  /**
   * Pictures of jobs that have ended, and those delivered before.
   *
   * @param refused for their content, here or upstream
   */
  public record Pictures(long ordered, long delivered, long failed, long refused, long cancelled) {
    static final Pictures NONE = new Pictures(0, 0, 0, 0, 0);

    static Pictures of(Row row) {
      return new Pictures(
          row.number("ordered"),
          row.number("delivered"),
          row.number("failed"),
          row.number("refused"),
          row.number("cancelled"));
    }
  }

  /**
   * Micro-dollars.
   *
   * @param refunded of what was charged
   * @param upstream what upstreams bill for sure
   * @param ambiguous what they may bill besides
   */
  public record Money(long charged, long refunded, long upstream, long ambiguous) {
    static final Money NONE = new Money(0, 0, 0, 0);

    static Money of(Row row) {
      return new Money(
          row.number("charged"),
          row.number("refunded"),
          row.number("upstream"),
          row.number("ambiguous"));
    }
  }

  /** A picture was delivered and charged. */
  public static UsageFigures charged(Usage tokens, long micros) {
    return new UsageFigures(
        Jobs.NONE, new Pictures(0, 1, 0, 0, 0), tokens, new Money(micros, 0, 0, 0));
  }

  /** Some of a charge was given back. */
  public static UsageFigures refunded(long micros) {
    return money(new Money(0, micros, 0, 0));
  }

  /** What an upstream bills has become known, or changed. */
  public static UsageFigures upstream(long known, long ambiguous) {
    return money(new Money(0, 0, known, ambiguous));
  }

  /** A job has ended. */
  public static UsageFigures ended(Jobs job, Pictures pictures) {
    return new UsageFigures(job, pictures, Usage.NONE, Money.NONE);
  }

  private static UsageFigures money(Money money) {
    return new UsageFigures(Jobs.NONE, Pictures.NONE, Usage.NONE, money);
  }
}
