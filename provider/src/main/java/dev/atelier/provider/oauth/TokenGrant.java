package dev.atelier.provider.oauth;

/** What came of asking for another token. */
sealed interface TokenGrant {
  record Granted(OAuthToken token) implements TokenGrant {}

  /**
   * The endpoint says no for good.
   *
   * @param evidence its words, without any secret
   */
  record Refused(int status, String evidence) implements TokenGrant {}

  /** It could not be asked, or cannot answer now. */
  record Failed(String evidence) implements TokenGrant {}
}
