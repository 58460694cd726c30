package dev.atelier.gateway;

import dev.atelier.database.Tx;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.metering.Scope;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.account.Slot;
import dev.atelier.queue.Fingerprint;
import dev.atelier.queue.IdempotencyRecord;
import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;
import dev.atelier.queue.NewJob;
import dev.atelier.queue.Origin;
import dev.atelier.webhook.JobSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Accepts a request as a durable job: one commit for idempotency, hold, job and images, and, where
 * a slot is free and nothing waits, for lease and intent as well.
 */
public final class SubmitJob {
  private static final Duration TWIN_WINDOW = Duration.ofMinutes(30);

  private final GatewayParts parts;
  private final ResolveOrder resolve;
  private final QuoteJob quote;
  private final ClaimJobs claims;
  private final EndJob end;

  SubmitJob(
      GatewayParts parts, ResolveOrder resolve, QuoteJob quote, ClaimJobs claims, EndJob end) {
    this.parts = parts;
    this.end = end;
    this.resolve = resolve;
    this.quote = quote;
    this.claims = claims;
  }

  /**
   * Checks an order before its inputs are read, so that bad fields cost nothing.
   *
   * @throws FaultException {@link Fault.UnknownModel} or {@link Fault.InvalidField}
   */
  public void check(Order order) {
    resolve.check(order);
  }

  /**
   * The durable job for this submission; it was on disk before this returned.
   *
   * @throws FaultException any fault of the request, its limits or its money; nothing is stored
   *     then
   */
  public Submitted submit(Submission submission) {
    return submit(submission, _ -> {});
  }

  /** The same; {@code beforeStart} hears a new job's id before anything can happen to the job. */
  Submitted submit(Submission submission, Consumer<JobId> beforeStart) {
    submission.principal().require(Scope.GENERATE);
    ImageRequest resolved = resolve.resolve(submission.request());
    String fingerprint = fingerprint(submission);
    Optional<Submitted> earlier = earlier(submission, fingerprint);
    if (earlier.isPresent()) {
      return observed(earlier.get());
    }
    parts.admissionGate().check();
    moderate(resolved);
    return observed(accept(submission, resolved, fingerprint, beforeStart));
  }

  /**
   * Whom to tell and how long links work count too: who names another receiver must not believe
   * that it will hear.
   */
  private static String fingerprint(Submission submission) {
    Origin origin = submission.origin();
    var more = new ArrayList<String>();
    more.add(origin.note());
    origin.linksLast().ifPresent(last -> more.add("links " + last));
    submission.subscriptions().forEach(subscription -> more.add(word(subscription)));
    return Fingerprint.of(submission.request(), origin.dialect(), more.toArray(String[]::new));
  }

  private static String word(JobSubscription subscription) {
    String image =
        subscription.image().isPresent() ? Integer.toString(subscription.image().getAsInt()) : "";
    return String.join(
        " ",
        subscription.trigger().name(),
        image,
        subscription.method().name(),
        subscription.renderer(),
        subscription.url().toString());
  }

  private Submitted accept(
      Submission submission,
      ImageRequest resolved,
      String fingerprint,
      Consumer<JobId> beforeStart) {
    RoutingKey route = QuoteJob.route(resolved, submission.terms());
    requireAccount(route);
    int count = resolved.order().count();
    NewJob job = newJob(submission, resolved, route, parts.clock().instant());
    beforeStart.accept(job.id());
    end.holdAdmission(job.id(), parts.limits().admit(submission.principal(), count));
    Optional<Slot> slot = claims.mayJumpIn() ? parts.accounts().reserve(route) : Optional.empty();
    Accepted accepted;
    try {
      accepted = commit(submission, job, fingerprint, slot);
    } catch (RuntimeException e) {
      slot.ifPresent(Slot::close);
      end.releaseAdmission(job.id());
      throw e;
    }
    if (accepted.submitted().how() != Submitted.How.NEW) {
      end.releaseAdmission(job.id());
    }
    return start(accepted, slot);
  }

  private Submitted start(Accepted accepted, Optional<Slot> slot) {
    if (accepted.assignment().isPresent()) {
      claims.start(accepted.assignment().get());
    } else {
      slot.ifPresent(Slot::close);
      claims.wake();
    }
    return accepted.submitted();
  }

  private Accepted commit(
      Submission submission, NewJob job, String fingerprint, Optional<Slot> slot) {
    return parts
        .database()
        .write(tx -> {
          Optional<Submitted> raced = original(tx, submission, fingerprint);
          if (raced.isPresent()) {
            return new Accepted(raced.get(), Optional.empty());
          }
          long held = job.priceMicros() * job.request().order().count();
          parts.ledger().hold(tx, job.tenant(), job.key(), job.id(), held);
          remember(tx, submission, job, fingerprint);
          parts.outbox().subscribe(tx, job.tenant(), job.id(), submission.subscriptions());
          return slot.isPresent() ? begin(tx, job, slot.get()) : queue(tx, job);
        });
  }

  /** The job begins in the commit that accepts it: lease and intent are part of it. */
  private Accepted begin(Tx tx, NewJob job, Slot slot) {
    Instant now = job.created();
    AttemptId attempt = parts.ids().attempt();
    List<Integer> images =
        CallBatches.first(job.request().order().count(), slot.provider().capabilities());
    Lease lease = parts.queue().submitRunning(tx, job, parts.node(), now, parts.leaseUntil(now));
    parts.queue().begin(tx, lease, attempt, slot.account().id(), images, now);
    Job stored = Jobs.fresh(job, true, now);
    return new Accepted(
        new Submitted(stored, Submitted.How.NEW),
        Optional.of(new Assignment(stored, lease, slot, attempt, images, Optional.empty())));
  }

  private Accepted queue(Tx tx, NewJob job) {
    claims.requireBearableWait(tx, RoutingKey.parse(job.route()), job.interactive());
    parts.queue().submit(tx, job);
    return new Accepted(
        new Submitted(Jobs.fresh(job, false, job.created()), Submitted.How.NEW), Optional.empty());
  }

  private void remember(Tx tx, Submission submission, NewJob job, String fingerprint) {
    Instant now = job.created();
    var operation = job.request().operation();
    if (submission.idempotencyKey().isPresent()) {
      parts
          .idempotency()
          .remember(
              tx,
              job.tenant(),
              job.key(),
              submission.idempotencyKey().get(),
              operation,
              fingerprint,
              job.id(),
              now);
    } else {
      parts
          .idempotency()
          .rememberUnkeyed(tx, job.tenant(), job.key(), operation, fingerprint, job.id(), now);
    }
  }

  private NewJob newJob(
      Submission submission, ImageRequest resolved, RoutingKey route, Instant now) {
    return new NewJob(
        parts.ids().job(),
        submission.principal().tenant(),
        submission.principal().key(),
        route.toString(),
        resolved,
        submission.origin(),
        submission.completion(),
        submission.interactive(),
        now,
        now.plus(parts.settings().startWithin()),
        quote.priceMicros(resolved, submission.terms()),
        submission.terms().flatMicros(),
        parts.settings().retention().forGood(submission.principal().tenant()));
  }

  /** What this request turns out to be, seen without writing anything. */
  private Optional<Submitted> earlier(Submission submission, String fingerprint) {
    return submission.idempotencyKey().isPresent() || submission.repeat()
        ? parts.database().read(tx -> original(tx, submission, fingerprint))
        : Optional.empty();
  }

  /** The job that this request made before, by its key or by its own word. */
  private Optional<Submitted> original(Tx tx, Submission submission, String fingerprint) {
    if (submission.idempotencyKey().isPresent()) {
      return remembered(tx, submission, submission.idempotencyKey().get(), fingerprint);
    }
    return submission.repeat() ? twin(tx, submission, fingerprint) : Optional.empty();
  }

  private Optional<Submitted> remembered(
      Tx tx, Submission submission, String key, String fingerprint) {
    Optional<IdempotencyRecord> found =
        parts
            .idempotency()
            .find(
                tx,
                submission.principal().tenant(),
                submission.principal().key(),
                key,
                submission.request().operation());
    if (found.isPresent() && !found.get().fingerprint().equals(fingerprint)) {
      throw new FaultException(new Fault.IdempotencyKeyReused());
    }
    return found.flatMap(one -> parts.queue().find(tx, one.job())).map(SubmitJob::known);
  }

  /**
   * The original of a request that a client says it repeats, unless repeating is what it should.
   */
  private Optional<Submitted> twin(Tx tx, Submission submission, String fingerprint) {
    Instant since = parts.clock().instant().minus(TWIN_WINDOW);
    return parts
        .idempotency()
        .recentDuplicate(tx, submission.principal().key(), fingerprint, since)
        .flatMap(id -> parts.queue().find(tx, id))
        .filter(job -> job.fault().map(fault -> !Jobs.worthRepeating(fault)).orElse(true))
        .map(SubmitJob::known);
  }

  private static Submitted known(Job job) {
    return new Submitted(job, job.state().ended() ? Submitted.How.REPLAYED : Submitted.How.JOINED);
  }

  private void requireAccount(RoutingKey route) {
    if (!parts.accounts().serves(route)) {
      throw new FaultException(new Fault.NoAccount(route.model(), Optional.empty()));
    }
  }

  private void moderate(ImageRequest resolved) {
    Moderation.Result verdict =
        parts.moderation().check(resolved.order().prompt(), resolved.order().moderation());
    verdict
        .blocked()
        .ifPresent(blocked -> {
          throw new FaultException(blocked);
        });
  }

  private Submitted observed(Submitted submitted) {
    parts.observer().submitted(submitted.job(), submitted.how());
    return submitted;
  }

  private record Accepted(Submitted submitted, Optional<Assignment> assignment) {}
}
