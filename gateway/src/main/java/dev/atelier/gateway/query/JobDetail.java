package dev.atelier.gateway.query;

import dev.atelier.image.ArtifactId;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.queue.Job;
import dev.atelier.storage.Artifact;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A job with what other rows say of it.
 *
 * @param files what is stored of its pictures; an expired or deleted one is missing
 * @param ahead how many jobs of its kind are served before it; empty unless it is queued
 * @param flagged categories for which moderation let its request pass and wants it looked at
 */
public record JobDetail(
    Job job,
    List<Charge> charges,
    Map<ArtifactId, Artifact> files,
    OptionalLong ahead,
    List<String> flagged) {
  public JobDetail {
    charges = List.copyOf(charges);
    files = Map.copyOf(files);
    flagged = List.copyOf(flagged);
  }
}
