package dev.atelier.api.runware;

import dev.atelier.image.JobId;
import java.io.IOException;

/** Takes what a task is answered, piece by piece, in order. */
interface Replies {
  void send(Reply reply);

  /** The job that the task has become; called before anything is told of it. */
  default void accepted(JobId job) {}

  /** Who made an image that is about to be sent. */
  default void made(String engine) {}

  /**
   * Called every second while the task is waited for.
   *
   * @throws IOException to wait no longer
   */
  default void waiting() throws IOException {}

  /** Whether this process stops, and the client hears what becomes of its job at another one. */
  default boolean leftToOthers() {
    return false;
  }
}
