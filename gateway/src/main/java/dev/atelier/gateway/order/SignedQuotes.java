package dev.atelier.gateway.order;

import dev.atelier.image.AdmissionFault.QuoteRefused;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Quality;
import dev.atelier.image.QuoteProblem;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.storage.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes quotes as texts that hold everything and cannot be changed, and reads them again:
 *
 * <pre>
 * quote1.&lt;base64url of its lines&gt;.&lt;key&gt;.&lt;HMAC-SHA256, base64url&gt;
 * </pre>
 *
 * <p>Nothing is stored, so that any node with the same secret knows them, and any number may be
 * asked for.
 */
public final class SignedQuotes {
  private static final String VERSION = "quote1";
  private static final int TEXT_MAX = 2_000;
  private static final Pattern TEXT =
      Pattern.compile("(" + VERSION + "\\.([A-Za-z0-9_-]+))\\.([0-9a-f]+)\\.([A-Za-z0-9_-]+)");

  private final SigningKeys keys;
  private final Duration last;
  private final InstantSource clock;

  /**
   * @param last how long a quote holds
   */
  public SignedQuotes(SigningKeys keys, Duration last, InstantSource clock) {
    this.keys = keys;
    this.last = last;
    this.clock = clock;
  }

  /** When a quote that is given now stops holding. */
  public Instant expiry() {
    return clock.instant().plus(last).truncatedTo(ChronoUnit.SECONDS);
  }

  public String text(Quote quote) {
    QuotedOrder order = quote.order();
    String lines =
        String.join(
            "\n",
            quote.tenant().value(),
            quote.list(),
            Long.toString(quote.heldMicros()),
            Long.toString(quote.expires().getEpochSecond()),
            order.model(),
            order.api(),
            order.accounts(),
            order.size().toString(),
            order.quality().word(),
            Integer.toString(order.count()),
            Integer.toString(order.partials()),
            Integer.toString(order.inputs()),
            Long.toString(order.most().textIn()),
            Long.toString(order.most().imageIn()),
            Long.toString(order.most().imageOut()));
    String signed =
        VERSION
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(lines.getBytes(StandardCharsets.UTF_8));
    SigningKeys.Signature signature = keys.sign(signed);
    return signed + "." + signature.key() + "." + signature.text();
  }

  /**
   * The quote that a tenant shows.
   *
   * @throws FaultException {@link QuoteRefused} where it is none of ours, another tenant's, or over
   */
  public Quote read(String text, TenantId tenant) {
    Matcher parts = TEXT.matcher(text.strip());
    if (text.length() > TEXT_MAX
        || !parts.matches()
        || !keys.signed(parts.group(1), parts.group(3), parts.group(4))) {
      throw refused(new QuoteProblem.Unknown());
    }
    Quote quote =
        of(
            new String(Base64.getUrlDecoder().decode(parts.group(2)), StandardCharsets.UTF_8)
                .lines()
                .toList());
    if (!quote.tenant().equals(tenant)) {
      throw refused(new QuoteProblem.Unknown());
    }
    if (!clock.instant().isBefore(quote.expires())) {
      throw refused(new QuoteProblem.Expired(quote.expires()));
    }
    return quote;
  }

  private static Quote of(List<String> lines) {
    return new Quote(
        new TenantId(lines.get(0)),
        lines.get(1),
        Long.parseLong(lines.get(2)),
        Instant.ofEpochSecond(Long.parseLong(lines.get(3))),
        new QuotedOrder(
            lines.get(4),
            lines.get(5),
            lines.get(6),
            ImageSize.parse(lines.get(7)).orElseThrow(),
            new Quality(lines.get(8)),
            Integer.parseInt(lines.get(9)),
            Integer.parseInt(lines.get(10)),
            Integer.parseInt(lines.get(11)),
            new Usage(
                Long.parseLong(lines.get(12)),
                Long.parseLong(lines.get(13)),
                Long.parseLong(lines.get(14)))));
  }

  private static FaultException refused(QuoteProblem problem) {
    return new FaultException(new QuoteRefused(problem));
  }
}
