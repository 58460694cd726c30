package dev.atelier.gateway.query;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.AccountId;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.Difference;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobDifference;
import dev.atelier.queue.JobState;
import dev.atelier.queue.idempotency.Idempotency;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StoredContent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads jobs and pictures, each only for the tenant they belong to. */
public final class FindJob {
  private final JobStore store;
  private final Idempotency idempotency;
  private final Ledger ledger;
  private final ArtifactStore artifacts;
  private final AccountPool accounts;

  public FindJob(
      JobStore store,
      Idempotency idempotency,
      Ledger ledger,
      ArtifactStore artifacts,
      AccountPool accounts) {
    this.store = store;
    this.idempotency = idempotency;
    this.ledger = ledger;
    this.artifacts = artifacts;
    this.accounts = accounts;
  }

  public Optional<Job> find(Principal principal, JobId id) {
    principal.require(Scope.READ);
    return store.read(tx -> store.queue().find(tx, principal.tenant(), id));
  }

  /** The job that one of the tenant's requests made under an idempotency key of its own. */
  public Optional<Job> find(Principal principal, String idempotencyKey) {
    principal.require(Scope.READ);
    return store.read(tx ->
        idempotency
            .find(tx, principal.tenant(), idempotencyKey)
            .flatMap(id -> store.queue().find(tx, principal.tenant(), id)));
  }

  /** The same for what is sent to a tenant unasked. */
  public Optional<Job> find(TenantId tenant, JobId id) {
    return store.read(tx -> store.queue().find(tx, tenant, id));
  }

  /** Whether the job's owner took its answer back. */
  public boolean withdrawn(JobId id) {
    return store.read(tx -> store.queue().withdrawn(tx, id));
  }

  /** A job with all that is told of it: its charges, its pictures' files, its place in line. */
  public JobDetail detail(Job job) {
    return store.read(tx -> detail(tx, job));
  }

  /**
   * What a job's calls brought otherwise than ordered.
   *
   * @throws dev.atelier.image.FaultException {@code Forbidden} without the admin scope
   */
  public List<JobDifference> differences(Principal principal, Job job) {
    principal.require(Scope.ADMIN);
    return store.read(tx -> store.queue().differences(tx, job.id()));
  }

  /** How often an account brought what otherwise than ordered, since ever. */
  public Map<Difference.Kind, Long> differences(AccountId account) {
    return store.read(tx -> store.queue().differences(tx, account));
  }

  private JobDetail detail(Tx tx, Job job) {
    var files = new HashMap<ArtifactId, Artifact>();
    job.images().stream()
        .flatMap(image -> image.artifact().stream())
        .flatMap(id -> artifacts.find(tx, job.tenant(), id).stream())
        .forEach(artifact -> files.put(artifact.id(), artifact));
    return new JobDetail(
        job,
        ledger.charges(tx, job.tenant(), job.id()),
        files,
        job.state() == JobState.QUEUED ? OptionalLong.of(ahead(tx, job)) : OptionalLong.empty(),
        store.queue().flagged(tx, job.id()));
  }

  /** The tenant's jobs, newest first, older than {@code before}. */
  public List<Job> list(
      Principal principal, Optional<JobState> state, Optional<JobId> before, int limit) {
    principal.require(Scope.READ);
    return store.read(tx -> store.queue().list(tx, principal.tenant(), state, before, limit));
  }

  /**
   * The same of another tenant, or of all of them.
   *
   * @param tenant whose; of every one if empty
   * @throws dev.atelier.image.FaultException {@code Forbidden} for who does not manage all tenants,
   *     unless it is their own
   */
  public List<Job> list(
      Principal principal,
      Optional<TenantId> tenant,
      Optional<JobState> state,
      Optional<JobId> before,
      int limit) {
    if (tenant.filter(principal.tenant()::equals).isPresent()) {
      return list(principal, state, before, limit);
    }
    principal.requireOperator();
    return store.read(tx ->
        tenant.isPresent()
            ? store.queue().list(tx, tenant.get(), state, before, limit)
            : store.queue().listAll(tx, state, before, limit));
  }

  /** What was charged for a job's pictures so far, in micro-dollars. */
  public long chargedMicros(Job job) {
    return store.read(tx -> ledger.charges(tx, job.tenant(), job.id())).stream()
        .mapToLong(Charge::micros)
        .sum();
  }

  /** How many jobs for the same accounts are served before a queued one; 0 for any other. */
  public long ahead(Job job) {
    return store.read(tx -> ahead(tx, job));
  }

  private long ahead(Tx tx, Job job) {
    Set<String> routes =
        accounts.competing(RoutingKey.parse(job.route())).stream()
            .map(RoutingKey::text)
            .collect(Collectors.toSet());
    return store.queue().ahead(tx, job.id(), routes);
  }

  /** A stored picture and its bytes. */
  public Optional<StoredImage> image(Job job, ArtifactId id) {
    return store
        .read(tx -> artifacts.find(tx, job.tenant(), id))
        .map(artifact -> new StoredImage(artifact, artifacts.content(artifact)));
  }

  /** One of a tenant's finished pictures, for whoever sends it on; empty once it has expired. */
  public Optional<StoredImage> delivered(TenantId tenant, JobId id, int image) {
    return store
        .read(tx -> store.queue().find(tx, tenant, id))
        .flatMap(
            job -> job.images().get(image).artifact().flatMap(artifact -> image(job, artifact)));
  }

  /** A stored picture and its bytes. */
  public record StoredImage(Artifact artifact, StoredContent content) {}
}
