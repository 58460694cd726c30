package dev.atelier.webhook.dispatch;

import dev.atelier.webhook.delivery.Delivery;

/**
 * The dispatcher's right to try a delivery once.
 *
 * @param number counts the claims on it; only the latest decides what becomes of it
 */
record Claim(Delivery delivery, String lane, long number) {}
