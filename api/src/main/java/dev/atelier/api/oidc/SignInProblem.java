package dev.atelier.api.oidc;

import java.util.Locale;

/** Why somebody was not signed in, as the studio words it. */
enum SignInProblem {
  /** They said no at the provider, or it did. */
  CANCELLED,
  /** It was begun in another browser, too long ago, or is over already. */
  STALE,
  /** Too many sign in at once. */
  BUSY,
  /** The provider does not answer, or not as the standards say. */
  AWAY,
  /** The provider did not accept us or the code. */
  REFUSED,
  /** What it vouches for cannot be verified. */
  UNVERIFIED,
  /** No group of theirs may do anything here. */
  NO_ROLE,
  /** Their e-mail address is none that is let in. */
  DOMAIN,
  /** Their tenant does not exist, or is suspended. */
  TENANT,
  /** An administrator has revoked their key. */
  REVOKED;

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
