package dev.atelier.database;

/**
 * Short notices between the processes that share a database. A notice is a hint to look, and no
 * record: it reaches those who are listening now, at most once, and nobody is told if it is lost
 * but by {@link NoticeListener#missed}. What must not be lost is in a row.
 *
 * <p>To tell of a change, send in {@link Tx#afterCommit}: whoever is told finds it committed.
 */
public interface Notices {
  /** Where there is no other process. */
  Notices NONE =
      new Notices() {
        @Override
        public void send(String topic, String text) {}

        @Override
        public void listen(String topic, NoticeListener listener) {}

        @Override
        public boolean connected() {
          return true;
        }
      };

  /**
   * Sends to all other processes; returns at once. What is sent while an earlier notice is on its
   * way goes together, and of equal ones that go together one.
   *
   * @param topic one of few, lower-case letters
   * @param text of at most 1,000 bytes in UTF-8, without control characters; may be empty
   */
  void send(String topic, String text);

  /** Has {@code listener} told of what others send, never of this process's own notices. */
  void listen(String topic, NoticeListener listener);

  /** Whether notices of others arrive now; where they do not, look from time to time. */
  boolean connected();
}
