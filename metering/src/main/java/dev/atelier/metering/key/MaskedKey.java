package dev.atelier.metering.key;

/** A secret with its middle hidden, as error messages and lists show it. */
public final class MaskedKey {
  private static final String HIDDEN = "****";
  private static final int HEAD_MAX = 5;
  private static final int TAIL_MAX = 4;

  private MaskedKey() {}

  /**
   * The first five and last four characters, such as {@code sk-ab****wxyz}; fewer of a short
   * secret, so that never more than a third of it is shown. What is not visible ASCII becomes
   * {@code ?}.
   */
  public static String of(String secret) {
    var shown = Math.min(HEAD_MAX + TAIL_MAX, secret.length() / 3);
    var tail = Math.min(TAIL_MAX, shown / 2);
    var head = shown - tail;
    return visible(secret.substring(0, head))
        + HIDDEN
        + visible(secret.substring(secret.length() - tail));
  }

  private static String visible(String part) {
    var text = new StringBuilder(part.length());
    part.chars().forEach(c -> text.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return text.toString();
  }
}
