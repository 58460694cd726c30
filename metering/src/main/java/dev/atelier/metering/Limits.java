package dev.atelier.metering;

import dev.atelier.image.AdmissionFault.RateLimited;
import dev.atelier.image.FaultException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Lets requests in at the pace their key and tenant are allowed, counted in this process. A refused
 * request uses nothing up.
 */
public final class Limits {
  private static final int METERS_MAX = 10_000;

  private final LimitSettings settings;
  private final InstantSource clock;
  private final Map<Object, Meter> meters = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  public Limits(LimitSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Lets one request for {@code images} pictures in. An order larger than a whole minute's images
   * is let in when nothing of the minute is used, and is paid off before the next one.
   *
   * @param images 0 or more
   * @return to be closed when the request has been served
   * @throws FaultException {@link RateLimited}, by {@code requests}, {@code input-images} or {@code
   *     concurrency}; of several refusals the one with the longest wait
   */
  public AdmissionPermit admit(Principal principal, int images) {
    if (images < 0) {
      throw new IllegalArgumentException("0 or more images expected");
    }
    var key = settings.of(principal.key());
    var tenant = settings.of(principal.tenant());
    if (key.equals(Allowance.UNLIMITED) && tenant.equals(Allowance.UNLIMITED)) {
      return new AdmissionPermit(List.of());
    }
    lock.lock();
    try {
      return enter(List.of(meter(principal.key(), key), meter(principal.tenant(), tenant)), images);
    } finally {
      lock.unlock();
    }
  }

  int metersKept() {
    return meters.size();
  }

  private AdmissionPermit enter(List<Meter> both, int images) {
    both.stream()
        .map(meter -> meter.refusal(images))
        .flatMap(Optional::stream)
        .max(Comparator.comparing(RateLimited::retryAfter))
        .ifPresent(refusal -> {
          throw new FaultException(refusal);
        });
    both.forEach(meter -> meter.enter(images));
    return new AdmissionPermit(both);
  }

  private Meter meter(Object owner, Allowance allowance) {
    if (meters.size() >= METERS_MAX && !meters.containsKey(owner)) {
      meters.values().removeIf(Predicate.not(Meter::busy));
    }
    return meters.computeIfAbsent(owner, _ -> new Meter(allowance, clock));
  }
}
