package dev.atelier.webhook.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One entry of a delivery's log.
 *
 * @param number from 1 and rising, redeliveries included; a gap is a try whose result a crash took
 *     along
 * @param status of the answer, if one came
 * @param problem why it did not arrive; none when it did
 * @param answer the first characters of the answer's body, at most 1024
 */
public record DeliveryAttempt(
    long number,
    Instant begun,
    Duration took,
    OptionalInt status,
    Optional<String> problem,
    Optional<String> answer) {}
