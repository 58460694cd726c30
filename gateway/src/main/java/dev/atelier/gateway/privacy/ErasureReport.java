package dev.atelier.gateway.privacy;

import dev.atelier.storage.ExpireArtifacts.Size;

/**
 * What was erased, or would be.
 *
 * @param jobs with their attempts, idempotency keys and records
 * @param images results, inputs and uploads, each of which had {@code bytes} in a file that may be
 *     shared
 * @param deliveries webhooks and uploads that were sent or were to be sent
 * @param endpoints standing receivers
 */
public record ErasureReport(long jobs, long images, long bytes, long deliveries, long endpoints) {
  static final ErasureReport NOTHING = new ErasureReport(0, 0, 0, 0, 0);

  static ErasureReport of(long jobs, Size size, long deliveries, long endpoints) {
    return new ErasureReport(jobs, size.artifacts(), size.bytes(), deliveries, endpoints);
  }

  ErasureReport plus(ErasureReport other) {
    return new ErasureReport(
        jobs + other.jobs,
        images + other.images,
        bytes + other.bytes,
        deliveries + other.deliveries,
        endpoints + other.endpoints);
  }

  boolean nothing() {
    return equals(NOTHING);
  }
}
