/**
 * What happens to a job in one process, told in those where somebody waits for it.
 *
 * <p>Start at {@link RelayEvents}.
 */
@NullMarked
package dev.atelier.gateway.relay;

import org.jspecify.annotations.NullMarked;
