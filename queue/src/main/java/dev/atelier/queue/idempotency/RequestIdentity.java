package dev.atelier.queue.idempotency;

import dev.atelier.image.KeyId;
import dev.atelier.image.Operation;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * By what a request is known when it comes again.
 *
 * @param key which of the tenant's keys the client showed; counts only without an idempotency key
 * @param idempotencyKey the client's own name of the request, where it gave one
 * @param fingerprint what it asks for, see {@link Fingerprint}
 * @param repeats how often the client says that it has sent the request before, from 0
 * @param received when its first byte was read, before anything of it was prepared
 */
public record RequestIdentity(
    TenantId tenant,
    KeyId key,
    Optional<String> idempotencyKey,
    Operation operation,
    String fingerprint,
    int repeats,
    Instant received) {}
