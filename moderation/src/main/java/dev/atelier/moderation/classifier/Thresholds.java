package dev.atelier.moderation.classifier;

import java.util.stream.DoubleStream;

/**
 * From which scores on something becomes of a picture; which class has the highest score does not
 * matter.
 *
 * @param refuse of Porn and Hentai together: refused
 * @param refuseAtLow the same where the order's level is {@code low}; what lies between this and
 *     {@code refuse} is then for a person to look at
 * @param review of Porn and Hentai together: for a person to look at
 * @param sexy of Sexy: for a person to look at, unless the level is {@code low}; never refused
 */
public record Thresholds(double refuse, double refuseAtLow, double review, double sexy) {
  public static final Thresholds DEFAULT = new Thresholds(0.9, 0.99, 0.6, 0.9);

  public Thresholds {
    if (!DoubleStream.of(refuse, refuseAtLow, review, sexy).allMatch(each -> each > 0)) {
      throw new IllegalArgumentException("scores above 0 expected");
    }
    if (!(review <= refuse && refuse <= refuseAtLow && refuseAtLow <= 1 && sexy <= 1)) {
      throw new IllegalArgumentException("review <= refuse <= refuse at low <= 1 expected");
    }
  }
}
