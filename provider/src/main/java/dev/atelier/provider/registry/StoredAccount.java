package dev.atelier.provider.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * An account that the server knows.
 *
 * @param paused whether it gets no work for now
 * @param created when it was added; empty for one of the configuration file
 */
public record StoredAccount(AccountSpec spec, boolean paused, Optional<Instant> created) {
  /** Whether the configuration file has it, so that no command changes it. */
  public boolean configured() {
    return created.isEmpty();
  }

  StoredAccount paused(boolean on) {
    return new StoredAccount(spec, on, created);
  }
}
