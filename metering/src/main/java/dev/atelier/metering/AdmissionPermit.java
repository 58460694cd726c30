package dev.atelier.metering;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request let in by {@link Limits}; closing it frees its place, once. */
public final class AdmissionPermit implements AutoCloseable {
  private final List<Meter> meters;
  private final AtomicBoolean closed = new AtomicBoolean();

  AdmissionPermit(List<Meter> meters) {
    this.meters = List.copyOf(meters);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      meters.forEach(Meter::leave);
    }
  }
}
