package dev.atelier.queue;

import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import java.util.List;
import java.util.Optional;

/** A call that left, or was about to, and of which no end is known. */
public record OpenAttempt(
    AttemptId id, AccountId account, List<Integer> images, Optional<String> remoteId) {
  public OpenAttempt {
    images = List.copyOf(images);
  }
}
