package dev.atelier.metering.limit;

/** One request let in by {@link Limits}. */
@FunctionalInterface
public interface AdmissionPermit {
  /** Gives back what it used, for a request of which nothing came. */
  void takeBack();
}
