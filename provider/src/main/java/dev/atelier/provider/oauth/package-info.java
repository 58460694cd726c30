/**
 * Accounts whose credential is one of OAuth2: their access tokens are refreshed before they expire,
 * one refresh at a time, and every provider gets the fresh one as if it were a key.
 *
 * <p>Start at {@link RefreshingProvider}; {@link OAuthTokens} decides when to refresh. May import
 * {@code provider}, {@code http} and {@code image}. Source: RFC 6749, sections 5 and 6.
 */
@NullMarked
package dev.atelier.provider.oauth;

import org.jspecify.annotations.NullMarked;
