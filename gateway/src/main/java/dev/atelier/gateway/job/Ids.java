package dev.atelier.gateway.job;

import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes ids that sort by time (UUIDv7). */
public record Ids(Supplier<UUID> next) {
  public JobId job() {
    return new JobId(next.get());
  }

  public AttemptId attempt() {
    return new AttemptId(next.get());
  }
}
