package dev.atelier.provider.oauth;

import dev.atelier.provider.AttemptOutcome.NotSent;

/** A token for a call, or why there is none. */
sealed interface FreshToken {
  record Ready(OAuthToken token) implements FreshToken {}

  /**
   * @param outcome how an attempt ends that needs it
   */
  record None(NotSent outcome) implements FreshToken {}
}
