package dev.atelier.provider.account;

import dev.atelier.image.Operation;
import dev.atelier.image.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Why an account does not get some work. */
sealed interface Rejection {
  int EVIDENCE_MAX = 160;
  DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Whether it could take the work at another time. */
  default boolean passing() {
    return true;
  }

  String text();

  /** It never takes such work, as it is set up. */
  sealed interface Lasting extends Rejection {
    @Override
    default boolean passing() {
      return false;
    }
  }

  /** It takes no such work for a time, however busy it is. */
  sealed interface Rest extends Rejection {}

  /** Neither of the operations of this model. */
  record NoModel(String model) implements Lasting {
    @Override
    public String text() {
      return "does not make " + model;
    }
  }

  /** It costs nothing, and draws no model that is made in earnest. */
  record NotInEarnest(String model) implements Lasting {
    @Override
    public String text() {
      return "leaves " + model + " to accounts that cost money";
    }
  }

  /** The other operation of this model only. */
  record NoOperation(Operation operation) implements Lasting {
    @Override
    public String text() {
      return "makes no " + operation.word() + "s";
    }
  }

  /** This model's edits without a mask only. */
  record NoMask(String model) implements Lasting {
    @Override
    public String text() {
      return "takes no mask for " + model;
    }
  }

  /** Its label is left out. */
  record WrongTier(String tier) implements Lasting {
    @Override
    public String text() {
      return "tier " + tier + " was not asked for";
    }
  }

  /** It failed the job, and is not asked again while there are others. */
  record Failed() implements Rejection {
    @Override
    public String text() {
      return "failed this job already";
    }
  }

  record Paused() implements Rest {
    @Override
    public String text() {
      return "paused by the operator";
    }
  }

  record Resting(Cooldown cooldown) implements Rest {
    @Override
    public String text() {
      return "resting until " + time(cooldown.until()) + " after " + line(cooldown.evidence());
    }
  }

  record Probing() implements Rejection {
    @Override
    public String text() {
      return "one call is finding out whether it works again";
    }
  }

  record NoSlot(int inFlight, int concurrency) implements Rejection {
    @Override
    public String text() {
      return "no free slot (%d of %d)".formatted(inFlight, concurrency);
    }
  }

  record ImagesUsedUp(int perMinute, Instant until) implements Rest {
    @Override
    public String text() {
      return "images per minute used up (%d) until %s".formatted(perMinute, time(until));
    }
  }

  /** It could take the work, and accounts of another label come first. */
  record LaterTier(Optional<String> own, Optional<String> first) implements Rejection {
    @Override
    public String text() {
      return "free, but %s comes after %s".formatted(tier(own), tier(first));
    }
  }

  /** It could take the work, at a higher price. */
  record Dearer(Optional<BigDecimal> own, Optional<BigDecimal> least) implements Rejection {
    @Override
    public String text() {
      return "free, but dearer (%s an image rather than %s)".formatted(usd(own), usd(least));
    }
  }

  /** It is as good, and another one's turn came first. */
  record NotItsTurn(Optional<TenantId> tenant) implements Rejection {
    @Override
    public String text() {
      return tenant
          .map(whose -> "free and as good, but not the first for tenant " + whose)
          .orElse("free and as good, but has had more of the work for its weight");
    }
  }

  static String tier(Optional<String> tier) {
    return tier.map("tier "::concat).orElse("no tier");
  }

  static String usd(Optional<BigDecimal> usd) {
    return usd.map(price -> "$" + price.stripTrailingZeros().toPlainString())
        .orElse("an unknown price");
  }

  private static String time(Instant at) {
    return TIME.format(at) + " UTC";
  }

  private static String line(String evidence) {
    String flat = evidence.replaceAll("\\s+", " ").strip();
    return flat.length() <= EVIDENCE_MAX ? flat : flat.substring(0, EVIDENCE_MAX) + "…";
  }
}
