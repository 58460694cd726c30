package dev.atelier.gateway.attempt;

import dev.atelier.image.AttemptId;
import dev.atelier.provider.account.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A call whose intent is written: it may begin.
 *
 * @param slot the right to make it
 * @param images which of the job's images it makes, 0-based
 * @param remoteId the upstream's id of it, where an earlier process began it
 * @param markedUntil where its intent says that it leaves: until when by the monotonic clock its
 *     first byte may leave by that; later, that has to be stored anew
 */
public record PlannedCall(
    Slot slot,
    AttemptId attempt,
    List<Integer> images,
    Optional<String> remoteId,
    Optional<Long> markedUntil) {
  /** How long after its intent a call may leave without another look at its lease. */
  static final Duration MARK_HOLDS = Duration.ofSeconds(1);

  public PlannedCall {
    images = List.copyOf(images);
  }

  public static PlannedCall first(Slot slot, AttemptId attempt, List<Integer> images) {
    return new PlannedCall(slot, attempt, images, Optional.empty(), Optional.empty());
  }

  /** One that an earlier process began. */
  public static PlannedCall resumed(
      Slot slot, AttemptId attempt, List<Integer> images, Optional<String> remoteId) {
    return new PlannedCall(slot, attempt, images, remoteId, Optional.empty());
  }

  /** The same, whose intent says that it leaves. */
  PlannedCall marked(long until) {
    return new PlannedCall(slot, attempt, images, remoteId, Optional.of(until));
  }
}
