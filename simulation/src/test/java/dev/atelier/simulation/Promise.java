package dev.atelier.simulation;

/** What the rules are about; a violation begins with the words of the promise that is broken. */
enum Promise {
  NOTHING_LOST("an accepted job is never lost"),
  CHARGED_ONCE("nothing is charged or told twice"),
  LIMITS_HOLD("nobody gets more than its limits"),
  LEASES_HOLD("nobody takes a job from a node that keeps it"),
  SPEND_NAMED("nothing is bought in secret"),
  ACCOUNTS_REST("an account that failed is left alone");

  private final String words;

  Promise(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
