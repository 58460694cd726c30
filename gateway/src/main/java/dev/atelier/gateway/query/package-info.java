/**
 * Reading jobs, and waiting for them.
 *
 * <p>Start at {@link FindJob} and {@link WatchJob}.
 */
@NullMarked
package dev.atelier.gateway.query;

import org.jspecify.annotations.NullMarked;
