package dev.atelier.queue;

import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Duration;
import java.time.Instant;

/**
 * What was ordered, by whom and on which terms; it never changes. A job has as many images as its
 * order says.
 *
 * @param id a UUIDv7: the order of ids is the order of age
 * @param route the routing key of the work, as text: which jobs compete for the same accounts, such
 *     as {@code gpt-image-2/generation}
 * @param startBy fails when still queued then
 */
public record JobSpec(
    JobId id,
    TenantId tenant,
    KeyId key,
    String route,
    ImageRequest request,
    Origin origin,
    Handling handling,
    Price price,
    Instant created,
    Instant startBy) {
  public JobSpec {
    if (route.isBlank()) {
      throw new IllegalArgumentException("a job has a route");
    }
  }

  /** Images ordered. */
  public int count() {
    return request.order().count();
  }

  /** What is set aside for all of them, in micro-dollars. */
  public long heldMicros() {
    return price.heldMicros() * count();
  }

  public JobSpec with(Handling other) {
    return new JobSpec(id, tenant, key, route, request, origin, other, price, created, startBy);
  }

  public JobSpec startingBy(Instant other) {
    return new JobSpec(id, tenant, key, route, request, origin, handling, price, created, other);
  }

  /** The same with as long to start from {@code now} on, by the clock that ends its waiting. */
  public JobSpec acceptedAt(Instant now) {
    return startingBy(now.plus(Duration.between(created, startBy)));
  }

  /**
   * How the job is treated.
   *
   * @param interactive whether a caller waits on an open call, rather than polling
   * @param retained whether it is never forgotten
   * @param subscribed whether its request asks to be told of it by webhook
   */
  public record Handling(
      CompletionPolicy completion, boolean interactive, boolean retained, boolean subscribed) {
    public Handling with(CompletionPolicy other) {
      return new Handling(other, interactive, retained, subscribed);
    }
  }
}
