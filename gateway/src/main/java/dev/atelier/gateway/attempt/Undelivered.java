package dev.atelier.gateway.attempt;

import dev.atelier.image.Blocked;
import dev.atelier.image.Difference;
import dev.atelier.image.JobFault;
import java.util.Optional;

/**
 * Why an image of a call is not delivered.
 *
 * @param difference from what was ordered; empty where the reason lies here
 * @param fault what its job is told if it is not ordered again
 */
record Undelivered(Optional<Difference> difference, JobFault fault) {
  static Undelivered of(Difference why) {
    return new Undelivered(Optional.of(why), new JobFault.UpstreamWaste(why.words()));
  }

  /** It was refused for what it shows, which is final. */
  static Undelivered withheld(Blocked why) {
    return new Undelivered(Optional.empty(), why);
  }

  /** Our own trouble. */
  static Undelivered ours(JobFault fault) {
    return new Undelivered(Optional.empty(), fault);
  }

  static Undelivered missing() {
    return of(
        new Difference(
            Difference.Kind.MISSING, "the upstream answered with fewer pictures than ordered"));
  }

  static Undelivered repeated() {
    return of(repetition());
  }

  static Difference repetition() {
    return new Difference(
        Difference.Kind.REPEATED, "the upstream delivered a picture that the job has already");
  }
}
