package dev.atelier.queue;

/** Where one picture of a job is; all but {@link #PENDING} are final. */
public enum ImageState {
  PENDING,
  DONE,
  FAILED,
  CANCELLED
}
