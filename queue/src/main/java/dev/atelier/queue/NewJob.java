package dev.atelier.queue;

import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A job to be accepted; it has as many pictures as its order says.
 *
 * @param id a UUIDv7: the order of ids is the order of age
 * @param route the kind of work that competes for the same accounts, such as {@code
 *     gpt-image-2/generation}
 * @param interactive whether a caller waits on an open call, rather than polling
 * @param startBy fails when still queued then
 * @param priceMicros what is held for each picture, in micro-dollars: the most one can cost
 * @param flatMicros what each picture costs whatever is counted for it, where it is sold so
 * @param retained whether it is never forgotten
 */
public record NewJob(
    JobId id,
    TenantId tenant,
    KeyId key,
    String route,
    ImageRequest request,
    Origin origin,
    CompletionPolicy completion,
    boolean interactive,
    Instant created,
    Instant startBy,
    long priceMicros,
    OptionalLong flatMicros,
    boolean retained) {
  public NewJob {
    if (route.isBlank() || priceMicros < 0 || flatMicros.orElse(0) < 0) {
      throw new IllegalArgumentException("route '" + route + "', price " + priceMicros);
    }
  }

  int images() {
    return request.order().count();
  }
}
