package dev.atelier.gateway.attempt;

import dev.atelier.image.AttemptId;
import dev.atelier.provider.account.Slot;
import java.util.List;
import java.util.Optional;

/**
 * A call whose intent is written: it may begin.
 *
 * @param slot the right to make it
 * @param images which of the job's images it makes, 0-based
 * @param remoteId the upstream's id of it, where an earlier process began it
 */
public record PlannedCall(
    Slot slot, AttemptId attempt, List<Integer> images, Optional<String> remoteId) {
  public PlannedCall {
    images = List.copyOf(images);
  }

  public static PlannedCall first(Slot slot, AttemptId attempt, List<Integer> images) {
    return new PlannedCall(slot, attempt, images, Optional.empty());
  }
}
