/**
 * What is kept of customers, and how it goes: retention by each tenant's settings, prompts that are
 * kept as hashes only, and the erasure of all that is a tenant's or an end user's.
 *
 * <p>Start at {@link dev.atelier.gateway.privacy.ApplyRetention} and {@link
 * dev.atelier.gateway.privacy.EraseData}.
 */
@NullMarked
package dev.atelier.gateway.privacy;

import org.jspecify.annotations.NullMarked;
