/**
 * What happens to a request between a dialect and an upstream: prepare, submit, claim, attempt,
 * finish, watch, cancel. One class for each step.
 *
 * <p>Start at {@link Gateway}, the steps that dialects call, and {@link RunAttempt}, the step that
 * workers run. Names no vendor and speaks no HTTP.
 */
@NullMarked
package dev.atelier.gateway;

import org.jspecify.annotations.NullMarked;
