package dev.atelier.moderation;

/** What becomes of a request or picture that a policy cannot judge now. */
public enum WhenAway {
  /** It passes; the policy's checks are not said to have been made. */
  ALLOW,
  /** It passes, and is to be looked at. */
  REVIEW,
  /** It is not taken now: the caller is told to come back, not that it was blocked. */
  REFUSE
}
