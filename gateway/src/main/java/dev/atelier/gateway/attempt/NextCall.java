package dev.atelier.gateway.attempt;

import dev.atelier.image.AttemptId;
import dev.atelier.provider.account.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The call that may go on with a job in the commit that ends another.
 *
 * @param slot where: nowhere if empty
 * @param unplaced where no other account could take it: what keeps each from it, in lines
 * @param waiting images that are not asked for yet, and how long not
 */
record NextCall(
    Optional<Slot> slot, List<String> unplaced, AttemptId attempt, Map<Integer, Duration> waiting) {
  NextCall {
    unplaced = List.copyOf(unplaced);
    waiting = Map.copyOf(waiting);
  }
}
