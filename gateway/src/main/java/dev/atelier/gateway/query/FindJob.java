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
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.queue.Job;
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
public final class FindJob implements FindImage {
  private final JobStore store;
  private final Idempotency idempotency;
  private final ArtifactStore artifacts;
  private final AccountPool accounts;
  private final KnownJobs known;

  public FindJob(
      JobStore store,
      Idempotency idempotency,
      Ledger ledger,
      ArtifactStore artifacts,
      AccountPool accounts) {
    this.store = store;
    this.idempotency = idempotency;
    this.artifacts = artifacts;
    this.accounts = accounts;
    this.known = new KnownJobs(store.queue(), ledger);
  }

  public Optional<Job> find(Principal principal, JobId id) {
    principal.require(Scope.READ);
    return find(principal.tenant(), id);
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
    return store.read(tx -> known.find(tx, tenant, id)).map(KnownJobs.Known::job);
  }

  /** A job with all that is told of it: its charges, its pictures' files, its place in line. */
  public Optional<JobDetail> detail(Principal principal, JobId id) {
    principal.require(Scope.READ);
    return detail(principal.tenant(), id);
  }

  /** The same for what is sent to a tenant unasked. */
  public Optional<JobDetail> detail(TenantId tenant, JobId id) {
    return store.read(tx -> known.find(tx, tenant, id).map(one -> detail(tx, one)));
  }

  /**
   * The same of the job that a request made under an idempotency key, or else of another.
   *
   * @param otherwise the one that is meant where the key made none
   */
  public Optional<JobDetail> detail(
      Principal principal, String idempotencyKey, Optional<JobId> otherwise) {
    principal.require(Scope.READ);
    TenantId tenant = principal.tenant();
    return store.read(tx ->
        idempotency
            .find(tx, tenant, idempotencyKey)
            .flatMap(id -> known.find(tx, tenant, id))
            .or(() -> otherwise.flatMap(id -> known.find(tx, tenant, id)))
            .map(one -> detail(tx, one)));
  }

  /** The same of a job that was read, as its row stands now. */
  public JobDetail detail(Job job) {
    return store.read(tx -> detail(tx, known.read(tx, job)));
  }

  /** How often an account brought what otherwise than ordered, since ever. */
  public Map<Difference.Kind, Long> differences(AccountId account) {
    return store.read(tx -> store.queue().differences(tx, account));
  }

  private JobDetail detail(Tx tx, KnownJobs.Known known) {
    Job job = known.job();
    var files = new HashMap<ArtifactId, StoredImage>();
    job.images().stream()
        .flatMap(image -> image.artifact().stream())
        .flatMap(id -> artifacts.find(tx, job.tenant(), id).stream())
        .forEach(artifact -> files.put(artifact.id(), stored(artifact)));
    return new JobDetail(
        job,
        known.charges(),
        files,
        job.state() == JobState.QUEUED ? OptionalLong.of(ahead(tx, job)) : OptionalLong.empty(),
        known.flagged(),
        known.withdrawn());
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

  @Override
  public Optional<StoredImage> image(Job job, ArtifactId id) {
    return store.read(tx -> artifacts.find(tx, job.tenant(), id)).map(this::stored);
  }

  /** Where an artifact's bytes are. */
  StoredImage stored(Artifact artifact) {
    return new StoredImage(artifact, artifacts.content(artifact));
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
