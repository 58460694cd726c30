package dev.atelier.moderation;

/** What becomes of a picture or prompt in which something was found. */
public enum Action {
  /** Nothing: who may say so does not want it looked for. */
  OFF,
  /** A person should look at it. */
  REVIEW,
  /** It is not made, or not delivered. */
  REFUSE
}
