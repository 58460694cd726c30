package dev.atelier.database;

/**
 * Told of other processes' {@link Notices}, on one thread for all: quick, and it does not throw.
 */
@FunctionalInterface
public interface NoticeListener {
  void told(String text);

  /**
   * Notices may have been lost, or will be from now on: whoever relies on them looks for itself.
   * Told when the connection is lost, and again when there is another.
   */
  default void missed() {}
}
