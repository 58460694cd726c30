package dev.atelier.metering.key;

/**
 * A key just made: the only time its secret can be read. Never printed by {@link #toString()}.
 *
 * @param secret what the client sends
 */
public record NewKey(KeyInfo info, String secret) {
  @Override
  public String toString() {
    return "NewKey[" + info + "]";
  }
}
