/**
 * Who wants to be told: what a request names, and a tenant's standing receivers.
 *
 * <p>Start at {@link JobSubscription} and {@link Endpoints}.
 */
@NullMarked
package dev.atelier.webhook.subscription;

import org.jspecify.annotations.NullMarked;
