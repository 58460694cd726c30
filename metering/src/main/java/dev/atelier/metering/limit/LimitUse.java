package dev.atelier.metering.limit;

import java.time.Instant;

/**
 * What was let in under one owner's limits by the minute; less than nothing where it was taken
 * back.
 *
 * @param code the owner's, see {@link OwnerCode}
 * @param at when, about
 */
record LimitUse(String code, int requests, int images, Instant at) {
  LimitUse at(Instant other) {
    return new LimitUse(code, requests, images, other);
  }
}
