/**
 * What is counted and measured for Prometheus, one class for each topic; docs/metrics.md has the
 * names.
 *
 * <p>Start at {@link Metrics}. No label holds anything a caller chose freely.
 */
@NullMarked
package dev.atelier.server.metrics;

import org.jspecify.annotations.NullMarked;
