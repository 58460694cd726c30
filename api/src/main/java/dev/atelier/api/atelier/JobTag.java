package dev.atelier.api.atelier;

import dev.atelier.api.FileLinks;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.http.server.EntityTag;
import dev.atelier.queue.Job;

/**
 * Names the state of a job as its owner is told it: the same under one tag, but for the times of
 * links, which have most of theirs left.
 */
final class JobTag {
  private final FileLinks links;

  JobTag(FileLinks links) {
    this.links = links;
  }

  /**
   * @param base what links begin with
   */
  EntityTag of(JobDetail detail, String base) {
    Job job = detail.job();
    String told =
        job.version()
            + "-"
            + detail.ahead().orElse(0)
            + "-"
            + Integer.toHexString(detail.files().keySet().hashCode())
            + "-"
            + Integer.toHexString(base.hashCode());
    return new EntityTag(detail.files().isEmpty() ? told : told + "-" + links.turn(job), true);
  }
}
