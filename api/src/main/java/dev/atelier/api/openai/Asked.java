package dev.atelier.api.openai;

import dev.atelier.metering.Principal;

/**
 * What the shape of an answer depends on beside its job.
 *
 * @param who asks
 * @param what the fields of the request
 */
record Asked(Principal who, ImagesOrder what) {
  /** Whether the client expects the fields that sub2api adds (sub2api, deviations). */
  boolean likeSub2api() {
    return who.profile().filter("sub2api"::equals).isPresent();
  }
}
