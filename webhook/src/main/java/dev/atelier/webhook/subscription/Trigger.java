package dev.atelier.webhook.subscription;

/** When a request asks to be told. */
public enum Trigger {
  /** Each delivered picture. */
  IMAGE,
  /** The job's end, whatever it is. */
  JOB
}
