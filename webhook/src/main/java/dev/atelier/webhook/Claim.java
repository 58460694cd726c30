package dev.atelier.webhook;

/**
 * The courier's right to try a delivery once.
 *
 * @param number counts the claims on it; only the latest decides what becomes of it
 */
record Claim(Delivery delivery, String lane, long number) {}
