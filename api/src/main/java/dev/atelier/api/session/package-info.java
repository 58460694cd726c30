/**
 * Browser sessions: a page of this server shows a cookie in the place of the key that its user
 * signed in with.
 *
 * <p>Start at {@link BrowserSessions}. May import {@code http} and {@code metering.session}; knows
 * no dialect.
 */
@NullMarked
package dev.atelier.api.session;

import org.jspecify.annotations.NullMarked;
