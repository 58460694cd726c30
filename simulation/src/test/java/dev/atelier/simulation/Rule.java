package dev.atelier.simulation;

import dev.atelier.simulation.Books.JobBook;

/** Something that must hold of every job at every commit. */
@FunctionalInterface
interface Rule {

  /**
   * @param before the job before this commit; {@link JobBook#NONE} if it is new
   * @throws Violation if it does not hold
   */
  void check(JobBook before, JobBook now);

  /** Throws unless {@code holds}; the text begins with the promise. */
  static void require(boolean holds, Promise promise, JobBook job, String text) {
    if (!holds) {
      throw new Violation(promise, "job " + job.head().id() + " " + text + "\n" + job);
    }
  }
}
