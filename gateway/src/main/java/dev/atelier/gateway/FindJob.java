package dev.atelier.gateway;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.Charge;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import dev.atelier.provider.account.Route;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.storage.Artifact;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads jobs and pictures, each only for the tenant they belong to. */
public final class FindJob {
  private final GatewayParts parts;

  FindJob(GatewayParts parts) {
    this.parts = parts;
  }

  public Optional<Job> find(Principal principal, JobId id) {
    principal.require(Scope.READ);
    return parts.database().read(tx -> parts.queue().find(tx, principal.tenant(), id));
  }

  /** The same for what is sent to a tenant unasked. */
  public Optional<Job> find(TenantId tenant, JobId id) {
    return parts.database().read(tx -> parts.queue().find(tx, tenant, id));
  }

  /** The tenant's jobs, newest first, older than {@code before}. */
  public List<Job> list(
      Principal principal, Optional<JobState> state, Optional<JobId> before, int limit) {
    principal.require(Scope.READ);
    return parts
        .database()
        .read(tx -> parts.queue().list(tx, principal.tenant(), state, before, limit));
  }

  /** What was charged for a job's pictures so far, in micro-dollars. */
  public long chargedMicros(Job job) {
    return parts.database().read(tx -> parts.ledger().charges(tx, job.tenant(), job.id())).stream()
        .mapToLong(Charge::micros)
        .sum();
  }

  /** How many jobs for the same accounts are served before a queued one; 0 for any other. */
  public long ahead(Job job) {
    Set<String> routes =
        parts.accounts().competing(Route.parse(job.route())).stream()
            .map(Route::toString)
            .collect(Collectors.toSet());
    return parts.database().read(tx -> parts.queue().ahead(tx, job.id(), routes));
  }

  /** Where a stored picture's bytes are. */
  public Optional<StoredImage> image(Job job, ArtifactId id) {
    return parts
        .database()
        .read(tx -> parts.artifacts().find(tx, job.tenant(), id))
        .map(artifact -> new StoredImage(artifact, parts.artifacts().path(artifact.hash())));
  }

  /** One of a tenant's finished pictures, for whoever sends it on; empty once it has expired. */
  public Optional<StoredImage> delivered(TenantId tenant, JobId id, int image) {
    return parts
        .database()
        .read(tx -> parts.queue().find(tx, tenant, id))
        .flatMap(
            job -> job.images().get(image).artifact().flatMap(artifact -> image(job, artifact)));
  }

  /** A stored picture and its file. */
  public record StoredImage(Artifact artifact, Path file) {}
}
