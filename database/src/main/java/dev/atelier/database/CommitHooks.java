package dev.atelier.database;

/** Where a simulation makes a {@link DirectDatabase} fail; whatever a hook throws is thrown. */
public interface CommitHooks {
  /** Nothing ever fails. */
  CommitHooks NONE = new CommitHooks() {};

  /** Throwing here loses the transaction, as a crash before its commit would. */
  default void beforeCommit() {}

  /**
   * Throwing here loses the acknowledgement: the transaction is durable, but its caller does not
   * know and its {@link Tx#afterCommit} actions do not run.
   */
  default void afterCommit() {}
}
