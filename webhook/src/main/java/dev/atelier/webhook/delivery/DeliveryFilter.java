package dev.atelier.webhook.delivery;

import dev.atelier.image.JobId;
import dev.atelier.webhook.EndpointId;
import java.util.Optional;

/**
 * Which deliveries to list, newest first.
 *
 * @param before only older ones than this: the last of the page before
 * @param limit at most, 1..200
 */
public record DeliveryFilter(
    Optional<EndpointId> endpoint,
    Optional<JobId> job,
    Optional<DeliveryState> state,
    Optional<DeliveryId> before,
    int limit) {
  public static final int LIMIT_MAX = 200;

  public DeliveryFilter {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("a limit of 1..200 expected");
    }
  }

  public static DeliveryFilter newest(int limit) {
    return new DeliveryFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  public DeliveryFilter of(EndpointId only) {
    return new DeliveryFilter(Optional.of(only), job, state, before, limit);
  }

  public DeliveryFilter of(JobId only) {
    return new DeliveryFilter(endpoint, Optional.of(only), state, before, limit);
  }

  public DeliveryFilter in(DeliveryState only) {
    return new DeliveryFilter(endpoint, job, Optional.of(only), before, limit);
  }

  public DeliveryFilter before(DeliveryId last) {
    return new DeliveryFilter(endpoint, job, state, Optional.of(last), limit);
  }
}
