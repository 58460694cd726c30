/**
 * What every step shares: the stored jobs, the clocks, who is told, whether new work is taken.
 *
 * <p>Start at {@link JobStore}.
 */
@NullMarked
package dev.atelier.gateway.job;

import org.jspecify.annotations.NullMarked;
