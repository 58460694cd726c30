package dev.atelier.metering.limit;

import dev.atelier.image.AdmissionFault.RateLimited;
import dev.atelier.image.FaultException;
import dev.atelier.metering.key.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Lets requests in at the pace their key, tenant and end user are allowed. A refused request uses
 * nothing up. Counted in this process; {@link ShareLimits} has several count each other's.
 *
 * <p>Memory is bounded: of more than {@value #METERS_MAX} owners that have something to remember,
 * the end users of one tenant that came last share one meter, so that each of them may be let in
 * less often, and never more.
 */
public final class Limits {
  static final int METERS_MAX = 10_000;
  private static final Duration TIDY_EVERY = Duration.ofSeconds(1);

  private final LimitSettings settings;
  private final Function<LimitOwner, Optional<OwnLimits>> own;
  private final InstantSource clock;
  private final Map<LimitOwner, Meter> meters = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, LimitOwner> codes = new HashMap<>();
  private final UsesElsewhere elsewhere = new UsesElsewhere();
  private Instant tidied = Instant.MIN;
  private boolean shared;

  /** The configured limits alone. */
  public Limits(LimitSettings settings, InstantSource clock) {
    this(settings, _ -> Optional.empty(), clock);
  }

  /** The configured limits, where {@code book} has no others. */
  public Limits(LimitSettings settings, LimitBook book, InstantSource clock) {
    this(settings, book::of, clock);
  }

  private Limits(
      LimitSettings settings, Function<LimitOwner, Optional<OwnLimits>> own, InstantSource clock) {
    this.settings = settings;
    this.own = own;
    this.clock = clock;
  }

  /** What an owner may do now. */
  public record Applying(LimitOwner owner, Allowance allowance) {}

  /** What applies to a caller: the allowances of its key, its tenant and its end user. */
  public List<Applying> of(Principal principal, Optional<String> endUser) {
    var tenant = principal.tenant();
    return Stream.concat(
            Stream.of(
                applying(
                    new LimitOwner.OfKey(tenant, principal.key()), settings.of(principal.key())),
                applying(new LimitOwner.OfTenant(tenant), settings.of(tenant))),
            endUser.stream()
                .map(user -> applying(new LimitOwner.OfUser(tenant, user), Allowance.UNLIMITED)))
        .toList();
  }

  /**
   * Lets one request for {@code images} pictures in.
   *
   * @param applying as {@link #of} said
   * @param images 0 or more
   * @throws FaultException {@link RateLimited}, by {@code requests} or {@code input-images}; of
   *     several refusals the one with the longest wait
   */
  public AdmissionPermit admit(List<Applying> applying, int images) {
    if (images < 0) {
      throw new IllegalArgumentException("0 or more images expected");
    }
    var paced = applying.stream().filter(one -> one.allowance().paced()).toList();
    if (paced.isEmpty()) {
      return () -> {};
    }
    lock.lock();
    try {
      return enter(paced.stream().map(this::meter).toList(), images);
    } finally {
      lock.unlock();
    }
  }

  /**
   * How a caller's limits stand.
   *
   * @param requests the tightest of its limits of requests
   * @param images the tightest of its limits of pictures
   */
  public record Standing(Optional<Pace> requests, Optional<Pace> images) {
    static final Standing UNLIMITED = new Standing(Optional.empty(), Optional.empty());
  }

  /**
   * @param limit in a minute
   * @param remaining how many can come now
   * @param reset how long until as many can as ever
   */
  public record Pace(int limit, int remaining, Duration reset) {}

  public Standing standing(List<Applying> applying) {
    var paced = applying.stream().filter(one -> one.allowance().paced()).toList();
    if (paced.isEmpty()) {
      return Standing.UNLIMITED;
    }
    lock.lock();
    try {
      var mine = paced.stream().map(this::meter).toList();
      return new Standing(tightest(mine, Meter::requests), tightest(mine, Meter::images));
    } finally {
      lock.unlock();
    }
  }

  /** The most pictures that one order can have, by these limits. */
  public static int ordersMax(Allowance allowance) {
    int max = allowance.imagesPerMinute();
    return max == 0 ? Integer.MAX_VALUE : max + RateLimiter.burst(max, Meter.ORDER_MAX);
  }

  /** From now on other processes let in too, see {@link ShareLimits}. */
  void share() {
    lock.lock();
    try {
      shared = true;
    } finally {
      lock.unlock();
    }
  }

  /** What was let in since this was asked. */
  List<LimitUse> takeUses() {
    lock.lock();
    try {
      Instant now = clock.instant();
      elsewhere.forget(now);
      return codes.keySet().stream()
          .flatMap(code -> known(code).flatMap(meter -> meter.untold(code, now)).stream())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** What was to be told and could not be. */
  void putBack(List<LimitUse> uses) {
    lock.lock();
    try {
      uses.forEach(use -> known(use.code()).ifPresent(meter -> meter.putBack(use)));
    } finally {
      lock.unlock();
    }
  }

  /** What other processes let in. */
  void usedElsewhere(List<LimitUse> uses) {
    lock.lock();
    try {
      for (LimitUse use : uses) {
        Optional<Meter> known = known(use.code());
        known.ifPresent(meter -> meter.taken(use));
        if (known.isEmpty()) {
          elsewhere.add(use);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<Meter> known(String code) {
    return Optional.ofNullable(codes.get(code)).map(meters::get);
  }

  int metersKept() {
    lock.lock();
    try {
      return meters.size();
    } finally {
      lock.unlock();
    }
  }

  private Applying applying(LimitOwner owner, Allowance usual) {
    return new Applying(owner, own.apply(owner).map(limits -> limits.over(usual)).orElse(usual));
  }

  private static Optional<Pace> tightest(
      List<Meter> meters, Function<Meter, Optional<RateLimiter.Standing>> standing) {
    return meters.stream()
        .flatMap(meter -> standing.apply(meter).stream())
        .min(
            Comparator.comparingInt(RateLimiter.Standing::remaining)
                .thenComparing(Comparator.comparing(RateLimiter.Standing::reset).reversed()))
        .map(one -> new Pace(one.limit(), one.remaining(), one.reset()));
  }

  private AdmissionPermit enter(List<Meter> all, int images) {
    all.stream()
        .map(meter -> meter.refusal(images))
        .flatMap(Optional::stream)
        .max(Comparator.comparing(RateLimited::retryAfter))
        .ifPresent(refusal -> {
          throw new FaultException(refusal);
        });
    all.forEach(meter -> meter.enter(images));
    return () -> takeBack(all, images);
  }

  private void takeBack(List<Meter> all, int images) {
    lock.lock();
    try {
      all.forEach(meter -> meter.takeBack(images));
    } finally {
      lock.unlock();
    }
  }

  private Meter meter(Applying one) {
    Meter known = meters.get(one.owner());
    if (known != null) {
      return known.with(one.allowance());
    }
    return meters.computeIfAbsent(room(one.owner()), owner -> newMeter(owner, one.allowance()));
  }

  private Meter newMeter(LimitOwner owner, Allowance allowance) {
    if (!shared) {
      return new Meter(allowance, clock, clock.instant());
    }
    String code = OwnerCode.of(owner);
    codes.put(code, owner);
    List<LimitUse> before = elsewhere.take(code);
    Instant since = before.isEmpty() ? clock.instant() : before.getFirst().at();
    var meter = new Meter(allowance, clock, since);
    before.forEach(meter::taken);
    return meter;
  }

  /** The owner itself if there is room for it, else whom it shares a meter with. */
  private LimitOwner room(LimitOwner owner) {
    if (meters.size() >= METERS_MAX) {
      tidy();
    }
    if (!(owner instanceof LimitOwner.OfUser(var tenant, _))) {
      return owner;
    }
    var shared = new LimitOwner.OfUser(tenant, LimitOwner.EVERY_USER);
    boolean busy = meters.containsKey(shared) && !meters.get(shared).rested();
    return busy || meters.size() >= METERS_MAX ? shared : owner;
  }

  private void tidy() {
    Instant now = clock.instant();
    if (now.isBefore(tidied) || Duration.between(tidied, now).compareTo(TIDY_EVERY) >= 0) {
      tidied = now;
      meters.values().removeIf(meter -> meter.rested() && (!shared || meter.told()));
      codes.values().removeIf(owner -> !meters.containsKey(owner));
    }
  }
}
