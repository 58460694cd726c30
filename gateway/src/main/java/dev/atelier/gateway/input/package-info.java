/**
 * Images that come with a request or ahead of it: fetched, checked, stored.
 *
 * <p>Start at {@link PrepareInputs}.
 */
@NullMarked
package dev.atelier.gateway.input;

import org.jspecify.annotations.NullMarked;
