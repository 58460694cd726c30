package dev.atelier.api;

import dev.atelier.api.read.Dollars;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.QuoteProblem;

/** What is said of prices, the same in every API. */
public final class PriceWords {
  private static final String ASK = " Ask for one of this order with POST /api/v1/quotes.";

  private PriceWords() {}

  public static String of(AdmissionFault.NotPriced fault) {
    return "No price covers %s, so that it cannot be ordered here.".formatted(fault.what());
  }

  public static String of(AdmissionFault.AboveMaxCost fault) {
    return "It may cost %s US dollars, more than the %s that were given as the most."
        .formatted(Dollars.text(fault.quotedMicros()), Dollars.text(fault.maxMicros()));
  }

  public static String of(AdmissionFault.QuoteRefused fault) {
    return switch (fault.problem()) {
      case QuoteProblem.Unknown _ -> "The quote is none that this server gave you." + ASK;
      case QuoteProblem.Expired(var held) -> "The quote held until %s.".formatted(held) + ASK;
      case QuoteProblem.NoLongerFree _ ->
          "The quote was given while such orders cost nothing; now they cost something." + ASK;
      case QuoteProblem.OtherOrder(var what, var quoted, var ordered) ->
          "The quote is for another order: its %s is %s, and %s was ordered."
                  .formatted(
                      what, quoted.isEmpty() ? "any" : quoted, ordered.isEmpty() ? "any" : ordered)
              + ASK;
    };
  }
}
