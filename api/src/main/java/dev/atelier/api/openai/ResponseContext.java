package dev.atelier.api.openai;

import dev.atelier.metering.key.Principal;
import dev.atelier.queue.Job;
import java.util.Optional;

/**
 * What the shape of an answer depends on beside its job.
 *
 * @param who asks
 * @param what the fields of the request
 */
record ResponseContext(Principal who, ImagesOrder what) {
  /** What the request that made a job asked for, seen by whoever fetches its result. */
  static ResponseContext of(Principal who, Job job) {
    return new ResponseContext(who, TaskState.of(job).order(job));
  }

  /** The same where the result is fetched later: sub2api only gives links then. */
  ResponseContext background() {
    Optional<Boolean> links = what.links().or(() -> Optional.of(likeSub2api()));
    return new ResponseContext(
        who,
        new ImagesOrder(
            what.order(), what.modelName(), what.stream(), links, what.safetyIdentifier()));
  }

  /** Whether the answer names pictures by link; it holds them unless the request says otherwise. */
  boolean links() {
    return what.links().orElse(false);
  }

  /** Whether the client expects the fields that sub2api adds (sub2api, deviations). */
  boolean likeSub2api() {
    return likeSub2api(who);
  }

  static boolean likeSub2api(Principal who) {
    return who.profile().filter("sub2api"::equals).isPresent();
  }
}
