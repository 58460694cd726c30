package dev.atelier.queue.claim;

/**
 * A row of a lane in which jobs are ready.
 *
 * @param served the latest turn of its tenant, as far as the row knows
 * @param ready how many
 */
record ReadyLane(String tenant, String route, boolean interactive, long served, long ready) {}
