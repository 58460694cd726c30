package dev.atelier.api;

/** What only one API must know of a job later; stored with the job and opaque to all others. */
public interface DialectState {
  /** As it is stored: a JSON object without bytes, at most 16,384 characters. */
  String text();
}
