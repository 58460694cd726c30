package dev.atelier.provider;

/**
 * What came of asking whether an account works.
 *
 * @param evidence what the upstream answered, in words
 */
public record AccountCheck(boolean works, String evidence) {
  public static AccountCheck works(String evidence) {
    return new AccountCheck(true, evidence);
  }

  public static AccountCheck fails(String evidence) {
    return new AccountCheck(false, evidence);
  }
}
