package dev.atelier.providers.upstream;

import java.util.Locale;

/** What part of an attempt something happened in. */
public enum CallPhase {
  /** Sending references ahead, which costs nothing. */
  UPLOAD,
  /** The call that is paid for. */
  SUBMIT,
  /** Asking how it stands. */
  POLL,
  /** What the vendor says of a task that ended. */
  TASK,
  /** Fetching a finished image. */
  DOWNLOAD;

  /** As the table writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
