package dev.atelier.simulation;

import static dev.atelier.simulation.Rule.require;

import dev.atelier.simulation.Books.Entry;
import dev.atelier.simulation.Books.Image;
import dev.atelier.simulation.Books.JobBook;

/**
 * Held at the start, where it costs anything; charged for what is delivered and once, nothing held
 * after the end.
 */
final class MoneyIsRight implements Rule {
  @Override
  public void check(JobBook before, JobBook now) {
    Entry hold = now.entries().get("hold -1");
    long price = now.head().price();
    long ordered = price * now.head().images();
    require(
        hold != null || (ordered == 0 && now.entries().isEmpty()),
        Promise.CHARGED_ONCE,
        now,
        "has no hold");
    require(
        hold == null || hold.held() == ordered,
        Promise.CHARGED_ONCE,
        now,
        "does not hold its price");
    require(now.held() >= 0, Promise.CHARGED_ONCE, now, "holds less than nothing");
    require(
        !now.ended() || now.held() == 0,
        Promise.CHARGED_ONCE,
        now,
        "has ended and still holds money");
    require(
        now.ended() || !now.entries().containsKey("release -1"),
        Promise.CHARGED_ONCE,
        now,
        "released too early");
    require(
        now.entries().values().stream()
            .allMatch(entry -> entry.tenant().equals(now.head().tenant())),
        Promise.CHARGED_ONCE,
        now,
        "is on another tenant's books");
    require(
        before.equals(JobBook.NONE)
            || (before.head().price() == price
                && before.head().priceList().equals(now.head().priceList())),
        Promise.CHARGED_ONCE,
        now,
        "has another price than when it was accepted");
    for (int image = 0; image < now.head().images(); image++) {
      boolean delivered = delivered(now, image);
      var charged = now.charged(image);
      require(
          charged.isEmpty() || delivered,
          Promise.CHARGED_ONCE,
          now,
          "charged undelivered image " + image);
      require(
          charged.isPresent() || !delivered,
          Promise.CHARGED_ONCE,
          now,
          "did not charge image " + image);
      require(
          charged.orElse(0L) <= price,
          Promise.CHARGED_ONCE,
          now,
          "charged more than was held: " + image);
      Entry refund = now.entries().get("refund " + image);
      require(
          refund == null || -refund.charged() <= charged.orElse(0L),
          Promise.CHARGED_ONCE,
          now,
          "refunded more than was charged: " + image);
    }
    require(
        now.entries().values().stream().mapToLong(Entry::charged).sum() <= ordered,
        Promise.CHARGED_ONCE,
        now,
        "charged more than its price");
  }

  private static boolean delivered(JobBook job, int image) {
    Image found = job.images().get(image);
    return found != null
        && found.done()
        && (job.head().completion().equals("EACH") || job.head().state().equals("SUCCEEDED"));
  }
}
