package dev.atelier.database;

/**
 * Runs transaction bodies. A body is SQL only, over a bounded number of rows: no file, no network,
 * no wait. It may be run again after a conflict with another, so it has no other effect.
 *
 * <p>Others may write at the same time: what a body reads in order to change it, it reads {@code
 * FOR UPDATE}, or its change names what it expects to find. Where one writes at a time these words
 * are left out.
 */
public interface Database extends AutoCloseable {

  /**
   * Runs {@code work} in a read-write transaction and returns when its commit is on disk.
   *
   * @throws DatabaseUnavailableException if it could not be committed (disk full, closed, too
   *     busy); nothing of it is visible then
   * @throws CommitUnknownException if nobody can say whether it was committed
   */
  <T extends @org.jspecify.annotations.Nullable Object> T write(Work<T> work);

  /**
   * The same for a short body of which many come at a time: those that wait together may become one
   * transaction, one after the other. Where that cannot be committed as it is, each is run by
   * itself, so that what one of them throws is nobody else's.
   *
   * @param order what names the rows that bodies of several callers lock, such as their tenant:
   *     those of one transaction run in the order of it
   */
  default <T extends @org.jspecify.annotations.Nullable Object> T writeTogether(
      String order, Work<T> work) {
    return write(work);
  }

  /** Runs {@code work} over one consistent snapshot; it must not change anything. */
  <T extends @org.jspecify.annotations.Nullable Object> T read(Work<T> work);

  /**
   * Has what was deleted or overwritten leave the files too: journals that still hold it are
   * emptied. Takes as long as that takes, so it is not for a caller that answers a request.
   *
   * @return false if somebody still reads an older state; to be tried again later
   */
  default boolean purge() {
    return true;
  }

  /**
   * Writes the files anew, so that no page keeps a copy of what was deleted from it: a copy that
   * was left behind when pages were split is in nobody's way, and stays for long otherwise. Nobody
   * can write meanwhile.
   *
   * @return false if it cannot be done now, or the files are too large for it
   */
  default boolean compact() {
    return true;
  }

  /** Notices between the processes that share this database; nothing where there is one. */
  default Notices notices() {
    return Notices.NONE;
  }

  @Override
  void close();

  /** A transaction body; whatever it throws rolls it back and reaches the caller unchanged. */
  @FunctionalInterface
  interface Work<T extends @org.jspecify.annotations.Nullable Object> {
    T run(Tx tx);
  }
}
