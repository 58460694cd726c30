package dev.atelier.webhook.delivery;

import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.Method;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One message or upload, from the commit that made it due to its end.
 *
 * @param job none for a test
 * @param image from 0
 * @param endpoint the standing receiver it is for; none if a request named the URL
 * @param attempts whose results are known, since it was made or last redelivered
 * @param nextAttempt when it is due; while a try is in progress, when that claim ends
 * @param trying whether a try is in progress
 * @param status of the last answer, 100..599
 * @param problem of the last try, in words that name neither address nor URL
 */
public record Delivery(
    DeliveryId id,
    TenantId tenant,
    Optional<JobId> job,
    OptionalInt image,
    EventType event,
    Method method,
    URI url,
    String renderer,
    Optional<EndpointId> endpoint,
    DeliveryState state,
    int attempts,
    boolean trying,
    Optional<Instant> nextAttempt,
    Instant created,
    Optional<Instant> ended,
    OptionalInt status,
    Optional<String> problem) {
  /** Where it goes, for people: the query of a presigned URL lets whoever reads it write there. */
  public String shownUrl() {
    String text = url.toString();
    int query = text.indexOf('?');
    return method == Method.PUT && query >= 0 ? text.substring(0, query) : text;
  }
}
