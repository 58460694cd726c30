package dev.atelier.simulation;

/**
 * The process of a node ends here. An error, so that nothing on the way up mistakes it for work.
 */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash(String node) {
    super(node + " crashed", null, false, false);
  }
}
