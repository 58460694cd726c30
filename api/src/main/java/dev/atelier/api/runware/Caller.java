package dev.atelier.api.runware;

import dev.atelier.gateway.submit.CostLimit;
import dev.atelier.metering.key.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who sent a task.
 *
 * @param base what links begin with
 * @param requestId of the HTTP request that the task came in; of a WebSocket, the one that opened
 *     it
 * @param traceparent the span of that request
 * @param received when the first byte of its message was read
 * @param limit what each of its orders may cost; of a WebSocket, as the request said that opened it
 * @param session by which it is told; empty for HTTP
 */
record Caller(
    Principal principal,
    String base,
    Optional<String> requestId,
    Optional<String> traceparent,
    Instant received,
    CostLimit limit,
    Optional<UUID> session) {}
