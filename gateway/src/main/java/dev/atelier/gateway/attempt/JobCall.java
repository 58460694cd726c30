package dev.atelier.gateway.attempt;

import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;

/** One call of a leased job. */
record JobCall(Job job, Lease lease, PlannedCall call) {}
