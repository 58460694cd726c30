package dev.atelier.api.responses;

import dev.atelier.queue.Job;

/** How a response stands. */
enum ResponseStatus {
  QUEUED("queued"),
  IN_PROGRESS("in_progress"),
  COMPLETED("completed"),
  FAILED("failed"),
  CANCELLED("cancelled");

  private final String word;

  ResponseStatus(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /** Only a response in the background is told to wait. */
  static ResponseStatus of(Job job, boolean background) {
    return switch (job.state()) {
      case QUEUED -> background ? QUEUED : IN_PROGRESS;
      case RUNNING -> IN_PROGRESS;
      case SUCCEEDED -> COMPLETED;
      case FAILED -> FAILED;
      case CANCELLED -> CANCELLED;
    };
  }
}
