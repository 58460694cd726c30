/**
 * Whether receivers that hang, fail, redirect or leave delay the others. Start at {@link
 * CompareReceivers}. May import {@code webhook} and whatever lies below it.
 */
@NullMarked
package dev.atelier.benchmarks.webhook;

import org.jspecify.annotations.NullMarked;
