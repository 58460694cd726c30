package dev.atelier.providers.sandbox.words;

/** Where a subject is in the picture. */
public enum Side {
  ANY,
  LEFT,
  RIGHT,
  SKY,
  BACK,
  FRONT
}
