package dev.atelier.providers.sandbox.words;

/** Printed matter the sandbox can set. */
public enum LayoutKind {
  POSTER,
  LABEL,
  BANNER,
  CARD,
  DIAGRAM
}
