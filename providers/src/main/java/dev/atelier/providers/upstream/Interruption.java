package dev.atelier.providers.upstream;

/** Tells a call that somebody ended from one that failed: an interrupt closes the connection. */
public final class Interruption {
  private Interruption() {}

  /**
   * @throws InterruptedException if the thread was interrupted, which it then no longer is
   */
  public static void requireNone() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the call was ended");
    }
  }
}
