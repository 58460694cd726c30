package dev.atelier.storage;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Turns what a file system says into our words. */
final class DiskFaults {
  private static final Duration COME_BACK = Duration.ofSeconds(30);
  private static final List<String> FULL =
      List.of("no space left", "quota exceeded", "not enough space");

  private DiskFaults() {}

  static boolean full(IOException failure) {
    var text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return FULL.stream().anyMatch(text::contains);
  }

  static FaultException of(IOException failure) {
    var problem = full(failure) ? "the disk is full" : "the data directory cannot be used";
    return new FaultException(new AdmissionFault.Unavailable(problem, COME_BACK), failure);
  }
}
