/**
 * Signing in through a provider of identities, by OpenID Connect: the authorization code flow with
 * PKCE.
 *
 * <p>Start at {@link OidcSignIn}; {@code VerifyIdToken} says whom the provider vouches for, {@code
 * GrantAccess} what that person may do here. The only package that knows JOSE.
 */
@NullMarked
package dev.atelier.api.oidc;

import org.jspecify.annotations.NullMarked;
