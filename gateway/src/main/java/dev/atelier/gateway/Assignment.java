package dev.atelier.gateway;

import dev.atelier.image.AttemptId;
import dev.atelier.provider.account.Slot;
import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;
import java.util.List;
import java.util.Optional;

/**
 * Work for one worker: a leased job, the slot it may use, and the intent already written.
 *
 * @param images which of the job's pictures the first attempt makes
 * @param remoteId the upstream's id, where an earlier process began this attempt
 */
record Assignment(
    Job job,
    Lease lease,
    Slot slot,
    AttemptId attempt,
    List<Integer> images,
    Optional<String> remoteId) {
  Assignment {
    images = List.copyOf(images);
  }
}
